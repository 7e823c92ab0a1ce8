// Whether the loss that `train` reports is the loss it should be: the first one, the curve, and the validation points.

import type { Digits } from '../../../reference/datasets/mnist.ts';
import type { Params } from '../../../reference/float64/mlp.ts';
import { lossBounds } from '../../../reference/misconceptions/trainingLoss.ts';
import { show } from '../compare.ts';
import { CheckFailure } from '../failure.ts';
import { HISTORY_NAMES } from './readTraining.ts';
import { scoreOf } from './scores.ts';
import { seenOn, stepsOf, type Recorded } from './training.ts';

/** Asked for the mistake behind a failure, only then. */
export type Naming = () => Promise<string | null>;

/** Uniform predictions over ten classes. */
const LOG_10 = Math.log(10);
/** As the exercise says. */
const FIRST_LOSS_SLACK = 0.6;
const LEAST_POINTS = 20;

/** A guarded log stops at -log(1e-7) or beyond, so each example's loss may be this instead of a larger one. */
const GUARDED = 16;
/** float32 sums over a batch are off by 1e-6; means of means over unequal chunks by 1e-3 at most. */
const LOSS_TOLERANCE = 2e-3;
/** float32 moves a handful of near ties in a thousand. */
const ACCURACY_TOLERANCE = 0.003;
/** A falling curve ends below this share of its start; on the stated part right code ended at 0.11. */
const FALLEN = 0.85;
/** Share of the curve that its end is averaged over: single batches are noisy. */
const END = 0.1;

/** Fails where the first loss is not that of an undecided network. */
export async function judgeFirstLoss(training: Recorded, nameOf: Naming): Promise<void> {
  const first = training.history.trainLoss[0] ?? Number.NaN;
  if (Math.abs(first - LOG_10) <= FIRST_LOSS_SLACK) return;
  throw new CheckFailure(
    `The first loss is ${show(first)}, expected about log 10 = 2.30 (within ${FIRST_LOSS_SLACK}): before any update the network knows nothing, and ten classes are equally likely. ${seenOn(training)}`,
    {
      misconception: await nameOf(),
      evidence: { where: 'history.trainLoss[0]', expected: Number(LOG_10.toFixed(1)), ...got(first) },
    },
  );
}

/** Fails where history is not the record of a training whose loss falls. */
export async function judgeHistory(training: Recorded, isFull: boolean, nameOf: Naming): Promise<void> {
  const { step, trainLoss } = training.history;
  const fail = (message: string, told = {}) => {
    throw new CheckFailure(`${message} ${seenOn(training)}`, told);
  };
  if (step.length !== trainLoss.length)
    fail(
      `step has ${step.length} entries and trainLoss ${trainLoss.length}: they belong together, one each.`,
    );
  if (step[0] !== 0 && step[0] !== 1)
    fail(`step starts at ${step[0]}, expected 0 or 1: trainLoss[0] is the first mini-batch's loss.`);
  const back = step.findIndex((value, i) => i > 0 && !(value > (step[i - 1] ?? 0)));
  if (back > 0)
    fail(
      `step goes from ${step[back - 1]} to ${step[back]} at entry ${back}: count mini-batches from the start of training, over all epochs.`,
    );
  if (isFull && step.length < LEAST_POINTS)
    fail(`step has ${step.length} entries, expected at least ${LEAST_POINTS}: note the loss more often.`);
  const broken = trainLoss.findIndex((loss) => !Number.isFinite(loss));
  if (broken >= 0)
    fail(`trainLoss[${broken}] is ${trainLoss[broken]}, not a number.`, { misconception: await nameOf() });
  const [first, last] = [trainLoss[0] ?? Number.NaN, endOf(trainLoss)];
  if (trainLoss.length > 1 && !(last < FALLEN * first))
    fail(
      `The training loss does not fall: it starts at ${show(first)} and ends at ${show(last)}, the mean of its last points.`,
      { misconception: await nameOf() },
    );
}

/** Fails where the validation points are missing, or the last one is not what the returned weights give. */
export async function judgeValidation(training: Recorded, nameOf: Naming): Promise<void> {
  const { history, options, validation } = training;
  const { valStep, valLoss, valAccuracy } = history;
  const fail = (message: string, told = {}) => {
    throw new CheckFailure(`${message} ${seenOn(training)}`, told);
  };
  if (valLoss.length !== valStep.length || valAccuracy.length !== valStep.length)
    fail(
      `valStep, valLoss and valAccuracy have ${valStep.length}, ${valLoss.length} and ${valAccuracy.length} entries: they belong together, one each.`,
    );
  if (valStep.length < options.epochs)
    fail(
      `There are ${valStep.length} validation points for ${options.epochs} epochs: at least one an epoch.`,
    );
  const back = valStep.findIndex((value, i) => i > 0 && !(value >= (valStep[i - 1] ?? 0)));
  if (back > 0) fail(`valStep goes back from ${valStep[back - 1]} to ${valStep[back]}: it goes with step.`);
  const score = scoreOf(validation.digits, training.weights);
  const accuracy = valAccuracy.at(-1) ?? Number.NaN;
  if (!(Math.abs(accuracy - score.accuracy) <= ACCURACY_TOLERANCE))
    fail(
      `The last valAccuracy is ${show(accuracy)}, but the returned weights get ${show(score.accuracy)} of valSet right: it is a fraction, made with the weights that are returned.`,
      {
        misconception: await nameOf(),
        evidence: { where: 'valAccuracy', ...wanted(score.accuracy, accuracy) },
      },
    );
  const loss = valLoss.at(-1) ?? Number.NaN;
  if (!isLossOf(loss, validation.digits, training.weights, penaltyOf(training)))
    fail(
      `The last valLoss is ${show(loss)}, but the returned weights have a mean cross-entropy of ${show(score.loss)} on valSet: measure it once more after the last update.`,
      { misconception: await nameOf(), evidence: { where: 'valLoss', ...wanted(score.loss, loss) } },
    );
}

/** Fails where the loss of weights that hardly moved is not the cross-entropy that these weights have. */
export async function judgeCrossEntropy(still: Recorded, nameOf: Naming): Promise<void> {
  const { history, train, weights } = still;
  const { trainLoss } = history;
  const [first, last] = [trainLoss[0] ?? Number.NaN, trainLoss.at(-1) ?? Number.NaN];
  const exact = scoreOf(train.digits, weights).loss;
  if (isLossOf(first, train.digits, weights, 0)) return;
  const misconception = await nameOf();
  const isMoving =
    Number.isFinite(last) && Math.abs(last - first) > LOSS_TOLERANCE * Math.max(1, Math.abs(first));
  if (misconception === null && isMoving)
    throw new CheckFailure(
      `With lr 1e-9 nothing can be learned, but the loss went from ${show(first)} to ${show(last)}: is lr taken from the options? ${seenOn(still)}`,
    );
  throw new CheckFailure(
    `trainLoss[0] is ${show(first)}, but the mean cross-entropy of relu(pixels / 255 @ W1 + b1) @ W2 + b2 is ${show(exact)} with these very weights. ${seenOn(still)}`,
    { misconception, evidence: { where: 'history.trainLoss[0]', ...wanted(exact, first) } },
  );
}

/** Fails where the first entry was made after the update that already learned the one picture there is. */
export function judgeBeforeUpdate(one: Recorded, still: Recorded): void {
  const first = one.history.trainLoss[0] ?? Number.NaN;
  const before = still.history.trainLoss[0] ?? Number.NaN;
  if (!(first < LEARNED_SHARE * before)) return;
  throw new CheckFailure(
    `trainLoss[0] is ${show(first)} where it is ${show(before)} before any update: take the loss first, then update. ${seenOn(one)}`,
  );
}

/** One update leaves 0.01 of the loss on one picture; another draw of the weights stays within a factor of 4. */
const LEARNED_SHARE = 0.1;

/** Whether `loss` may be the mean cross-entropy of `weights` on `digits`, or that and up to `penalty` of weight decay. */
export function isLossOf(loss: number, digits: Digits, weights: Params, penalty: number): boolean {
  const [least, exact] = lossBounds(scoreOf(digits, weights).logits, Int32Array.from(digits.labels), GUARDED);
  const slack = LOSS_TOLERANCE * Math.max(1, exact);
  return loss >= least - slack && loss <= exact + penalty + slack;
}

/** The mean of the last tenth of a curve. */
export function endOf(curve: Float64Array): number {
  const end = curve.slice(-Math.max(1, Math.round(END * curve.length)));
  return end.reduce((sum, value) => sum + value, 0) / end.length;
}

/** Most that weight decay may add to a loss: weightDecay times the squares of all parameters. */
function penaltyOf({ options, weights }: Recorded): number {
  const squares = Object.values(weights).map(({ data }) =>
    data.reduce((sum, value) => sum + value * value, 0),
  );
  return options.weightDecay * squares.reduce((sum, value) => sum + value, 0);
}

function wanted(expected: number, came: number): { expected: number; got: number | string } {
  return { expected: Number(show(expected)), ...got(came) };
}

function got(value: number): { got: number | string } {
  return { got: Number.isFinite(value) ? Number(show(value)) : String(value) };
}

/** Fails where the number of steps or validation points does not follow the options. */
export function judgeOptions(training: Recorded): void {
  const { history, options, train } = training;
  const { step } = history;
  const fail = (message: string) => {
    throw new CheckFailure(`${message} ${seenOn(training)}`);
  };
  const empty = HISTORY_NAMES.find((name) => history[name].length === 0);
  if (empty) fail(`history.${empty} is empty.`);
  const most = stepsOf(training);
  const least = options.epochs * Math.floor(train.digits.count / options.batchSize);
  const last = (step.at(-1) ?? 0) - (step[0] ?? 0) + 1;
  const isEveryStep = step.every((value, i) => value === (step[0] ?? 0) + i) && step.length > 1;
  if (last > most || (isEveryStep && last < least))
    fail(
      `There are ${last} steps, expected ${least === most ? most : `${least} or ${most}`}: epochs times the batches of batchSize in the set.`,
    );
}
