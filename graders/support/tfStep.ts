// Judges what a step of a hidden network does: the loss it gives, how b2 moves, and whether many of them teach it.

import { crossEntropy } from '../../reference/float64/softmax.ts';
import {
  lossMistakes,
  rightLoss,
  swappedArguments,
  type Bounds,
} from '../../reference/misconceptions/loss.ts';
import { lossStepMistakes, ruleMistakes } from '../../reference/misconceptions/plainStep.ts';
import { largest, vector, zip, type NdArray } from '../../reference/ndarray.ts';
import {
  factorOf,
  ignoresRate,
  isPlain,
  isPredicted,
  tryAntipodes,
  type Antipode,
  type AntipodeTrial,
} from './antipodes.ts';
import { accuracyOf, drawBlobs, type Batch } from './blobs.ts';
import { CheckFailure } from './failure.ts';
import { show } from './compare.ts';
import { integer, type Rng } from './random.ts';
import { movementInWords, nameReplay, replay, wrongMovement, type ReplayedStep } from './replay.ts';
import { soleName } from './soleName.ts';
import { CLASSES, type TfModel } from './tfModel.ts';

/** float32 against float64: losses of this size are off by 1e-5 at most. */
const CLOSE = 1e-4;
/** The last one is too large for one of the usual pieces, into which a step may cut it. */
const BATCHES = [1, 5, 32, 150];
/** Large enough that the loss after the step is another one. */
const LOSS_RATE = 0.05;
/** Of 72 right models in float64, whatever the initialisation, the worst came to 0.997. */
const ACCURACY = 0.98;

/** Fails where `step` gives another loss than the mean cross-entropy of `predict` before it. */
export async function judgeLoss(model: TfModel, rng: Rng): Promise<void> {
  const trials: LossTrial[] = [];
  for (const B of BATCHES) {
    const batch = { ...drawBlobs(rng, B), y: labels(rng, B) };
    const before = await model.predict(batch.X);
    const got = await model.step(batch.X, batch.y, LOSS_RATE);
    trials.push({ y: batch.y, before, after: await model.predict(batch.X), got });
  }
  const wrong = trials.find(({ got, before, y }) => !isWithin(got, rightLoss({ z: before, y })));
  if (!wrong) return;
  const want = crossEntropy(wrong.before, wrong.y);
  throw new CheckFailure(
    `step() gives the loss ${show(wrong.got)}, expected ${show(want)}: the mean cross-entropy of predict(X) before the step. Seen with B = ${wrong.y.length}.`,
    {
      misconception: nameLoss(trials),
      evidence: {
        where: 'loss',
        expected: Number(show(want)),
        got: Number.isFinite(wrong.got) ? Number(show(wrong.got)) : show(wrong.got),
      },
    },
  );
}

interface LossTrial {
  y: Int32Array;
  before: NdArray;
  after: NdArray;
  got: number;
}

function nameLoss(trials: readonly LossTrial[]): string | null {
  const ids = new Set<string>();
  if (trials.every(({ got, after, y }) => isWithin(got, rightLoss({ z: after, y }))))
    ids.add('loss-after-update');
  for (const { id, predict } of [...lossMistakes, swappedArguments]) {
    if (trials.every(({ got, before, y }) => isWithin(got, predict({ z: before, y })))) ids.add(id);
  }
  return soleName(ids);
}

/** Fails where a step is not `theta -= lr * gradient`; `lossName` is the mistake of the loss, where it has one. */
export async function judgeStep(model: TfModel, rng: Rng, lossName: string | null): Promise<void> {
  const trials = await tryAntipodes(model, rng);
  const replayed = await replay(model, rng);
  if (isPlain(trials)) {
    if (isPlain(trials.map(({ later }) => later))) return judgeReplay(replayed);
    throw new CheckFailure('The first steps with an lr are right; the step after, with half of it, is not.', {
      misconception: keepsRate(trials) ? 'learning-rate-ignored' : null,
    });
  }
  const follows = lossStepMistakes.some(({ id, predict }) => id === lossName && isPredicted(trials, predict));
  if (follows) {
    throw new CheckFailure(
      'One step follows the gradient of the loss that step() gives, which is another one.',
      {
        misconception: lossName,
      },
    );
  }
  if (isPredicted(trials, ({ logits }) => logits.map(() => vector(new Float64Array(CLASSES)))))
    throw await stillFailure(model, rng, trials);
  if (ignoresRate(trials)) {
    throw new CheckFailure('step() moves the parameters by as much whatever lr it is given.', {
      misconception: 'learning-rate-ignored',
    });
  }
  throw new CheckFailure(stepInWords(trials, replayed), {
    misconception: (replayed && nameReplay(replayed)) ?? nameStep(trials),
  });
}

/** What is wrong where b2 seems to stay as it was. */
async function stillFailure(
  model: TfModel,
  rng: Rng,
  trials: readonly AntipodeTrial[],
): Promise<CheckFailure> {
  const nothing = trials.every(({ moved }) => !moved);
  if (nothing && (await movesUnseen(model, rng)))
    return new CheckFailure(
      'step() moves the variables, and predict() gives the same logits as before: it keeps something from an earlier call.',
      { misconception: 'stale-cache' },
    );
  return new CheckFailure(
    nothing
      ? 'step() changes nothing: predict() gives the same logits as before.'
      : 'step() leaves b2 as it was: biases are parameters, too.',
    { misconception: nothing ? 'update-lost' : 'update-skips-biases' },
  );
}

/** Whether a step moves variables that can be seen, whatever the logits say. */
async function movesUnseen(model: TfModel, rng: Rng): Promise<boolean> {
  const before = await model.parameters();
  const { X, y } = drawBlobs(rng, CLASSES);
  await model.step(X, y, LOSS_RATE);
  const after = await model.parameters();
  return Object.entries(before ?? {}).some(([name, was]) => {
    const is = after?.[name];
    return is !== undefined && largest(zip(is, was, (a, b) => a - b)) > 0;
  });
}

/** How b2 moves, by its factor where it has one; else the movement that was seen to be wrong. */
function stepInWords(trials: readonly AntipodeTrial[], replayed: readonly ReplayedStep[] | null): string {
  const [factor, wrong] = [factorOf(trials), replayed && wrongMovement(replayed)];
  if (factor === null && wrong) return movementInWords(wrong);
  if (factor !== null)
    return `One step does not move b2 by -lr times the mean of p - onehot(y). It is ${show(factor)} times that.`;
  const asked = replayed
    ? 'Is the gradient clipped, or scaled by its size?'
    : 'Is the hidden layer exactly 0 below 0, and its gradient, too? Does anything else shrink the weights?';
  return `One step changes the logits far from its batch by something else than -lr times the mean of p - onehot(y). ${asked}`;
}

/** Fails where a step moves a parameter by something else than its gradient; where none is seen, nothing can be said. */
function judgeReplay(replayed: readonly ReplayedStep[] | null): void {
  const wrong = replayed && wrongMovement(replayed);
  if (!wrong) return;
  const { step, tensor, expected, got } = wrong;
  throw new CheckFailure(movementInWords(wrong), {
    misconception: nameReplay(replayed),
    evidence: {
      where: `${tensor} in step ${step}`,
      expected: Number(show(expected)),
      got: Number.isFinite(got) ? Number(show(got)) : show(got),
    },
  });
}

/** Whether the later step is one of the first steps' rate. */
function keepsRate(trials: readonly AntipodeTrial[]): boolean {
  return isPlain(trials.map(({ lr, later }) => ({ ...later, lr })));
}

/** Losses whose gradient is no multiple of the right one; where p is next to a one-hot they look alike. */
const LOSSES_OF_THEIR_OWN = new Set(['loss-double-softmax', 'loss-squared-error']);

function nameStep(trials: readonly Antipode[]): string | null {
  const all = [...ruleMistakes, ...lossStepMistakes.filter(({ id }) => LOSSES_OF_THEIR_OWN.has(id))];
  const ids = new Set(all.filter(({ predict }) => isPredicted(trials, predict)).map(({ id }) => id));
  return soleName(ids);
}

/** Trains on the batches; gives the loss before each step. Fails where the network has not learnt the blobs then. */
export async function trainOnBlobs(
  model: TfModel,
  blobs: Batch,
  batches: readonly Batch[],
  lr: number,
): Promise<number[]> {
  const losses: number[] = [];
  for (const { X, y } of batches) losses.push(await model.step(X, y, lr));
  const accuracy = accuracyOf(await model.predict(blobs.X), blobs.y);
  if (accuracy >= ACCURACY) return losses;
  throw new CheckFailure(
    `After ${batches.length} steps ${show(accuracy)} of the blobs are told right; ${ACCURACY} are asked for.`,
    { evidence: { where: 'accuracy', expected: `at least ${ACCURACY}`, got: Number(show(accuracy)) } },
  );
}

function labels(rng: Rng, B: number): Int32Array {
  return Int32Array.from({ length: B }, () => integer(rng, 0, CLASSES - 1));
}

/** Within the bounds, but for float32's rounding; NaN bounds ask for anything that is not finite. */
function isWithin(loss: number, { low, high }: Bounds): boolean {
  if (Number.isNaN(low)) return !Number.isFinite(loss);
  const room = CLOSE * Math.max(1, Math.abs(high));
  return loss >= low - room && loss <= high + room;
}
