// Mistakes of `dz2 = (p - onehot(y)) / B`, the gradient that starts the backward pass.

import { oneHot } from '../float64/softmax.ts';
import { at, columnsOf, map, rowsOf, scale, zip, type NdArray } from '../ndarray.ts';
import { ways, type Mistake } from './mistake.ts';

export interface TopInput {
  p: NdArray;
  y: Int32Array;
}

/** The right one: (B, C), (B) -> (B, C). */
export function topGradient(p: NdArray, y: Int32Array): NdArray {
  return zip(p, oneHot(y, columnsOf(p)), (probability, label) => (probability - label) / y.length);
}

const times = (factor: (B: number, C: number) => number): Mistake<TopInput>['predict'] => {
  return ({ p, y }) => ({ dz2: scale(topGradient(p, y), factor(rowsOf(p), columnsOf(p))) });
};

/** Right, then every entry changed by what else is in its row. */
const reweighted = (f: (g: number, p: number, along: number) => number): Mistake<TopInput>['predict'] => {
  return ({ p, y }) => {
    const right = topGradient(p, y);
    const C = columnsOf(p);
    return {
      dz2: map(right, (g, index) => {
        const i = Math.floor(index / C);
        let along = 0; // the sum of g_j p_j over the row
        for (let j = 0; j < C; j++) along += at(right, i, j) * at(p, i, j);
        return f(g, p.data[index] ?? 0, along);
      }),
    };
  };
};

/** Subtracts, in every row, what `count` says of a class: the other rows' labels as well as the row's own. */
const minusAllLabels = (count: (labels: Int32Array, c: number) => number): Mistake<TopInput>['predict'] => {
  return ({ p, y }) => ({
    dz2: map(p, (probability, index) => (probability - count(y, index % columnsOf(p))) / y.length),
  });
};

export const topMistakes: Mistake<TopInput>[] = [
  ...ways('batch-mean-missing', [times((B) => B)]),
  ...ways('batch-mean-twice', [times((B) => 1 / B)]),
  ...ways('batch-mean-by-classes', [times((B, C) => B / C)]),
  ...ways('gradient-sign', [times(() => -1)]),
  ...ways<TopInput>('one-hot-missing', [({ p, y }) => ({ dz2: scale(p, 1 / y.length) })]),
  ...ways('one-hot-all-columns', [
    minusAllLabels((labels, c) => (labels.includes(c) ? 1 : 0)),
    minusAllLabels((labels, c) => labels.filter((label) => label === c).length),
  ]),
  ...ways('softmax-jacobian-twice', [
    reweighted((g, p) => g * p * (1 - p)),
    reweighted((g, p, along) => p * (g - along)),
  ]),
  // The one-hot rows are narrower than p where the last class is missing: what comes of that depends on the code.
  ...ways<TopInput>('one-hot-width-from-batch', [
    ({ p, y }) => (Math.max(...y) + 1 < columnsOf(p) ? 'wrong' : { dz2: topGradient(p, y) }),
  ]),
];
