// Mistakes of the cross-entropy. A loss is judged by bounds, since a guard such as log(p + 1e-12) is right however small
// p gets; so a mistake predicts bounds too.

import { exampleLosses, oneHot, softmax } from '../float64/softmax.ts';
import { at, columnsOf, map, rowsOf, zip, type NdArray } from '../ndarray.ts';
import {
  BATCH_MAX,
  OF_ALL,
  OVER_COLUMNS,
  ROW_MAX,
  shifted,
  softmaxShifted,
  UNSTABLE_SHIFTS,
  type Shift,
} from './softmax.ts';

export interface LossInput {
  z: NdArray;
  y: Int32Array;
}

/** The least and the most a loss may be. Both NaN: anything that is not finite. */
export interface Bounds {
  low: number;
  high: number;
}

export interface LossMistake {
  id: string;
  predict: (input: LossInput) => Bounds;
}

/** Below this p a guard may show. */
const GUARDED_BELOW = 1e-7;
/** What is asked of a guarded term at least: -log 1e-7 is 16.1. */
const GUARDED_LOSS = 16;

const NOT_FINITE: Bounds = { low: Number.NaN, high: Number.NaN };

/** The bounds of a right loss: exact, but from 16 up for each example whose true class has p below 1e-7. */
export function rightLoss({ z, y }: LossInput): Bounds {
  return meanOf(Array.from(exampleLosses(z, y), termBounds));
}

/** Mistakes that show on any logits. */
export const lossMistakes: LossMistake[] = [
  scaled('loss-summed', ({ y }) => y.length),
  scaled('loss-divided-by-classes', ({ z }) => 1 / columnsOf(z)),
  scaled('loss-sign', () => -1),
  scaled('loss-log-base', () => 1 / Math.log(2)),
  scaled('loss-log-base', () => 1 / Math.log(10)),
  exact('loss-all-columns', allPairs),
  exact('loss-truncated-to-integers', ({ z, y }) => average(exampleLosses(z, y).map(Math.trunc))),
  exact('loss-truncated-to-integers', ({ z, y }) =>
    sum(exampleLosses(z, y).map((loss) => Math.trunc(loss / y.length))),
  ),
  ...[(size: Sizes) => size.B * size.C, (size: Sizes) => size.B, (size: Sizes) => 2 * size.B].map((by) =>
    exact('loss-squared-error', (input) => squaredError(input) / by(sizesOf(input))),
  ),
  exact('loss-squared-error', squaredError),
  exact('loss-double-softmax', ({ z, y }) => average(exampleLosses(softmax(z), y))),
  ...OVER_COLUMNS.map((softmaxLike) => fromP('softmax-axis', softmaxLike)),
  ...OF_ALL.map((softmaxLike) => fromP('softmax-whole-matrix', softmaxLike)),
];

/** The cross-entropy of a library that takes labels and logits, given them the wrong way round: -sum z log softmax(onehot). */
export const swappedArguments: LossMistake = exact('loss-arguments-swapped', ({ z, y }) => {
  const C = columnsOf(z);
  const logP = map(softmax(oneHot(y, C)), Math.log);
  return -sum(zip(z, logP, (logit, log) => logit * log).data) / y.length;
});

/** Mistakes that show on extreme logits only. */
export const extremeLossMistakes: LossMistake[] = [
  { id: 'loss-unguarded-log', predict: unguarded },
  { id: 'loss-unguarded-log', predict: unguardedEverywhere },
  ...UNSTABLE_SHIFTS.flatMap((shift) => unstable('softmax-unstable', shift)),
  ...unstable('softmax-batch-max', BATCH_MAX),
];

interface Sizes {
  B: number;
  C: number;
}

function sizesOf({ z }: LossInput): Sizes {
  return { B: rowsOf(z), C: columnsOf(z) };
}

function termBounds(loss: number): Bounds {
  return loss > -Math.log(GUARDED_BELOW) ? { low: GUARDED_LOSS, high: loss } : { low: loss, high: loss };
}

function meanOf(terms: Bounds[]): Bounds {
  return { low: average(terms.map(({ low }) => low)), high: average(terms.map(({ high }) => high)) };
}

function scaled(id: string, factor: (input: LossInput) => number): LossMistake {
  return {
    id,
    predict(input) {
      const { low, high } = rightLoss(input);
      const by = factor(input);
      return by < 0 ? { low: by * high, high: by * low } : { low: by * low, high: by * high };
    },
  };
}

function exact(id: string, loss: (input: LossInput) => number): LossMistake {
  return { id, predict: (input) => ({ low: loss(input), high: loss(input) }) };
}

/** The right mean of -log p, of a wrong p. */
function fromP(id: string, probabilities: (z: NdArray) => NdArray): LossMistake {
  return {
    id,
    predict({ z, y }) {
      const p = probabilities(z);
      return meanOf(Array.from(y, (label, i) => termBounds(-Math.log(at(p, i, label)))));
    },
  };
}

/** `p[:, y]`: the mean over every pair of an example and another's label. */
function allPairs({ z, y }: LossInput): number {
  const everyLabel = Array.from(y, (label) =>
    average(
      exampleLosses(
        z,
        y.map(() => label),
      ),
    ),
  );
  return average(everyLabel);
}

function squaredError({ z, y }: LossInput): number {
  const C = columnsOf(z);
  return sum(softmax(z).data.map((p, index) => (p - (y[Math.floor(index / C)] === index % C ? 1 : 0)) ** 2));
}

/** log(softmax) as written: Infinity as soon as a p underflows to 0. */
function unguarded({ z, y }: LossInput): Bounds {
  const p = softmaxShifted(z, ROW_MAX);
  const underflows = y.some((label, i) => at(p, i, label) === 0);
  return underflows ? NOT_FINITE : rightLoss({ z, y });
}

/** The log of every p times a one-hot: one that underflows, of whatever class, makes 0 times -Infinity, which is NaN. */
function unguardedEverywhere(input: LossInput): Bounds {
  return softmaxShifted(input.z, ROW_MAX).data.includes(0) ? NOT_FINITE : rightLoss(input);
}

/** With another shift: -log of a guarded ratio, and log-sum-exp. */
function unstable(id: string, shift: Shift): LossMistake[] {
  return [
    {
      id,
      predict({ z, y }) {
        const p = softmaxShifted(z, shift);
        const broken = y.some((label, i) => !Number.isFinite(at(p, i, label)));
        return broken ? NOT_FINITE : rightLoss({ z, y });
      },
    },
    {
      id,
      predict({ z, y }) {
        const { moved, sums } = shifted(z, shift);
        const loss = average(
          Array.from(y, (label, i) => Math.log(sums[i] ?? Number.NaN) - at(moved, i, label)),
        );
        return Number.isFinite(loss) ? { low: loss, high: loss } : NOT_FINITE;
      },
    },
  ];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function average(values: ArrayLike<number>): number {
  return sum(Array.from(values)) / values.length;
}
