// Names the one mistake in `train` that the numbers of the experiments show: by what the reported loss is of the returned
// weights, by how the weights start, and by what twenty steps do to them.

import { named } from '../../../reference/float64/mlp.ts';
import { logitsOfPixels } from '../../../reference/float64/pixels.ts';
import { trainingLossMistakes } from '../../../reference/misconceptions/trainingLoss.ts';
import { at, columnsOf, rowsOf, type NdArray } from '../../../reference/ndarray.ts';
import { isAccumulated } from './accumulation.ts';
import { isLossOf } from './curves.ts';
import { MEMORISED, MEMORISED_BATCH, type Experiments } from './experiments.ts';
import { isUndecayed, leadOf, PLANTED_LIMIT, plantedShare, REMEMBERED, unmovedIn } from './learning.ts';
import { scoreOf } from './scores.ts';
import type { Recorded, Training } from './training.ts';

/** A reported loss is that of a mistake within this (relative; absolute below 1). */
const MATCH = 5e-3;
/** A deviation is that of a mistake within this share; 2560 numbers of W2 give 1.4 % by chance. */
const DEVIATION_MATCH = 0.06;
const PLAIN_NORMAL = { least: 0.8, most: 1.2 };
/** Weights are equal within this: they are float32, of some hundredths. */
const SAME_WEIGHT = 1e-7;
/** Losses are the same within this (relative; absolute below 1). */
const SAME_LOSS = 1e-3;
/** A first loss of so little leaves steps nothing to do: plain normal weights happen to know one picture in ten. */
const KNOWN = 0.05;
/** Of guesses among ten classes: 0.1 of them are right. */
const CHANCE_VARIANCE = 0.1 * 0.9;
/** So many deviations a share of guesses stays within, but once in 16,000. */
const DEVIATIONS = 4;
/** W1, b1, W2, b2. */
const ARRAYS = 4;
/**
 * Loss of two classes that cannot be told apart: log 2, give or take what the last batches pulled (measured 0.64 to 0.85 on
 * 20 seeds; right code ends below 0.13, Adam's the highest).
 */
const TORN = { least: 0.5, most: 1 };

/** A loss of ten classes that softmax goes through twice is never below -log(e / (e + 9)). */
const FUSED_LEAST = 1.461;
/** A batch that every step is taken on is known at the end: the loss of its last steps is below this (measured: 0.02). */
const KNOWN_BATCH = 0.3;
/** The last steps of a run, as many as there are batches of random pictures. */
const LAST = MEMORISED / MEMORISED_BATCH;

/** Mistakes of the loss: the numbers of one batch show them, whatever the training does. */
export const LOSS_MISTAKES = Object.keys(trainingLossMistakes);
export const START_MISTAKES = [
  'init-zero',
  'init-unscaled',
  'init-not-centred',
  'init-fan-out',
  'init-variance-not-deviation',
];
export const LOOP_MISTAKES = [
  'update-sign',
  'update-lost',
  'update-skips-biases',
  'gradients-accumulate',
  'same-batch-every-step',
  'labels-not-shuffled-along',
  'trains-on-validation',
];

/** The id of the one mistake that the runs show; null where they show none, or more than one. */
export async function diagnose(runs: Experiments): Promise<string | null> {
  const still = recorded(await runs.still());
  const one = recorded(await runs.one());
  if (!still || !one) return null;
  const loss = lossMistake(still, one);
  // A wrong loss may well rise while it is learned: of the steps it leaves only the biases to be told.
  const steps = stepMistakes(one, still).filter((id) => loss.length === 0 || id === 'update-skips-biases');
  const ids = [...loss, ...startMistake(still), ...steps];
  const isMoved = unmovedIn(one, still).length < ARRAYS; // where nothing moves, decay has no part in it
  if (isMoved && (await isDecayMissing(runs))) ids.push('weight-decay-missing');
  const planted = recorded(await runs.planted());
  if (planted && plantedShare(planted) > PLANTED_LIMIT) ids.push('trains-on-validation');
  if (ids.length === 0 && planted && !(await isLedByValidation(planted, runs)))
    ids.push(...(await batchMistakes(runs, still)));
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

function recorded(training: Training): Recorded | null {
  const { weights, history } = training;
  return weights && history ? { ...training, weights, history } : null;
}

/** Whether the loss of weights that did not move is their cross-entropy. */
function isOfItsWeights({ history, train, weights }: Recorded): boolean {
  return isLossOf(history.trainLoss[0] ?? Number.NaN, train.digits, weights, 0);
}

/** Whether no loss while one picture is learned is below the least there is; one loss alone may be near by chance. */
function isFused({ history }: Recorded): boolean {
  return history.trainLoss.every((loss) => loss >= FUSED_LEAST - MATCH);
}

/** What the loss of weights that did not move is, where it is not their cross-entropy; `one` is a run that learned. */
function lossMistake(still: Recorded, one: Recorded): string[] {
  const { history, train, weights, options } = still;
  const [first, last] = [history.trainLoss[0] ?? Number.NaN, history.trainLoss.at(-1) ?? Number.NaN];
  if (isOfItsWeights(still)) return [];
  const batch = {
    logits: scoreOf(train.digits, weights).logits,
    rawLogits: logitsOfPixels(train.digits, weights, 1),
    y: Int32Array.from(train.digits.labels),
    batchSize: options.batchSize,
  };
  return Object.entries(trainingLossMistakes)
    .filter(([, predict]) => {
      const predicted = predict(batch);
      // Pixels up to 255 make gradients so large that even lr 1e-9 moves the loss: the last one is nearest to the weights.
      return [first, last].some(
        (loss) => Math.abs(loss - predicted) <= MATCH * Math.max(1, Math.abs(predicted)),
      );
    })
    .map(([id]) => id)
    .filter((id) => id !== 'softmax-and-fused-loss' || isFused(one));
}

/** How the weights were drawn, where that keeps them from a fair start. */
function startMistake({ weights }: Recorded): string[] {
  const [W1, W2] = [named(weights, 'W1'), named(weights, 'W2')];
  if (hasEqualColumns(W1)) return ['init-zero'];
  const [first, second] = [spread(W1), spread(W2)];
  if (first.mean > first.deviation && second.mean > second.deviation) return ['init-not-centred'];
  const is = (deviation: number, expected: number) => Math.abs(deviation / expected - 1) < DEVIATION_MATCH;
  const both = (of: (layer: NdArray) => number) =>
    is(first.deviation, of(W1)) && is(second.deviation, of(W2));
  if ([first, second].some(({ deviation }) => isPlain(deviation))) return ['init-unscaled'];
  if (both((layer) => Math.sqrt(2 / columnsOf(layer)))) return ['init-fan-out'];
  if (both((layer) => 2 / rowsOf(layer))) return ['init-variance-not-deviation'];
  return [];
}

function isPlain(deviation: number): boolean {
  return deviation > PLAIN_NORMAL.least && deviation < PLAIN_NORMAL.most;
}

/** All hidden units alike: they get the same gradient and stay alike. */
function hasEqualColumns(W: NdArray): boolean {
  const columns = columnsOf(W);
  return W.data.every((_, index) => {
    const row = Math.floor(index / columns);
    return Math.abs(at(W, row, index % columns) - at(W, row, 0)) < SAME_WEIGHT;
  });
}

function spread({ data }: NdArray): { mean: number; deviation: number } {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** What twenty steps on one picture do. */
function stepMistakes(one: Recorded, still: Recorded): string[] {
  const before = one.history.trainLoss[0] ?? Number.NaN;
  const after = one.history.trainLoss.at(-1) ?? Number.NaN;
  if (Math.abs(before) < KNOWN) return [];
  const now = scoreOf(one.train.digits, one.weights).loss;
  const unmoved = unmovedIn(one, still);
  if (isNear(before, after) && isNear(before, now)) return ['update-lost'];
  if (now > before && after >= before && !isNear(now, before)) return ['update-sign'];
  const isBias = (name: string) => name.startsWith('b');
  if (unmoved.length > 0 && unmoved.every(isBias)) return ['update-skips-biases'];
  return isAccumulated(one, still) ? ['gradients-accumulate'] : [];
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_LOSS * Math.max(1, Math.abs(a));
}

async function isDecayMissing(runs: Experiments): Promise<boolean> {
  const [decayed, plain] = [recorded(await runs.decayed()), recorded(await runs.blank())];
  return decayed !== null && plain !== null && isUndecayed(decayed, plain);
}

/** Weights of another epoch than the last say nothing about batches. */
async function isLedByValidation(planted: Recorded, runs: Experiments): Promise<boolean> {
  const otherwise = recorded(await runs.plantedOtherwise());
  const again = recorded(await runs.plantedAgain());
  const otherwiseAgain = recorded(await runs.plantedOtherwiseAgain());
  if (!otherwise || !again || !otherwiseAgain) return false;
  const lead = await leadOf(planted, {
    otherwise: () => Promise.resolve(otherwise),
    again: () => Promise.resolve(again),
    otherwiseAgain: () => Promise.resolve(otherwiseAgain),
  });
  return lead !== null;
}

/** What is in the batches, where random pictures are not learned by heart though a single one is. */
async function batchMistakes(runs: Experiments, still: Recorded): Promise<string[]> {
  if (!isOfItsWeights(still)) return []; // another loss may learn otherwise
  const memorised = recorded(await runs.memorised());
  if (!memorised || scoreOf(memorised.train.digits, memorised.weights).accuracy >= REMEMBERED) return [];
  if ((await isTorn(runs.two)) && (await isTorn(runs.twoLong))) return ['labels-not-shuffled-along'];
  return isOneBatch(memorised) ? ['same-batch-every-step'] : [];
}

/** Two pictures, two labels, and the network cannot say which is whose: not yet, where it learns slowly, or ever. */
async function isTorn(run: Experiments['two']): Promise<boolean> {
  const two = recorded(await run());
  if (!two) return false;
  const { loss } = scoreOf(two.train.digits, two.weights);
  return loss > TORN.least && loss < TORN.most;
}

/** As many pictures are known by heart as one batch holds, the others no better than by chance, and every step was on known ones. */
function isOneBatch({ train, weights, history }: Recorded): boolean {
  if (history.trainLoss.slice(-LAST).some((loss) => loss > KNOWN_BATCH)) return false;
  const { accuracy } = scoreOf(train.digits, weights);
  const seen = MEMORISED_BATCH / MEMORISED;
  const expected = seen + (1 - seen) / 10;
  const deviation = Math.sqrt(CHANCE_VARIANCE / (MEMORISED - MEMORISED_BATCH));
  return Math.abs(accuracy - expected) < DEVIATIONS * deviation * (1 - seen);
}
