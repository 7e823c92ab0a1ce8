// Small data sets of normal clusters round fixed centres, for training in a second.

import { matrix, type NdArray } from '../ndarray.ts';

export interface Labelled {
  /** (n, in) */
  X: NdArray;
  /** (n), classes 0..C-1, each of which occurs */
  y: Int32Array;
  classes: number;
}

interface Clusters {
  /** A centre and the class of the examples round it. */
  centres: readonly { at: readonly number[]; label: number }[];
  deviation: number;
}

/** Three blobs in four dimensions, at least six deviations apart: any network learns them. */
export const BLOBS: Clusters = {
  centres: [
    { at: [3, 3, 0, 0], label: 0 },
    { at: [-3, 3, 0, 0], label: 1 },
    { at: [0, -3, 3, 0], label: 2 },
  ],
  deviation: 1,
};

/** Four clusters of which opposite ones are of one class (XOR), and one apart: a linear model is right on four fifths at most. */
export const XOR: Clusters = {
  centres: [
    { at: [2, 2, 0, 0], label: 0 },
    { at: [-2, -2, 0, 0], label: 0 },
    { at: [2, -2, 0, 0], label: 1 },
    { at: [-2, 2, 0, 0], label: 1 },
    { at: [0, 0, 4, 0], label: 2 },
  ],
  deviation: 0.6,
};

/** `n` examples, as many of each cluster as there can be, in turn; `normal` gives standard normal draws. */
export function drawClusters({ centres, deviation }: Clusters, n: number, normal: () => number): Labelled {
  const of = (i: number) => centres[i % centres.length] ?? { at: [], label: 0 };
  const X = matrix(n, of(0).at.length);
  const width = of(0).at.length;
  X.data.forEach((_, index) => {
    const centre = of(Math.floor(index / width)).at[index % width] ?? 0;
    X.data[index] = centre + deviation * normal();
  });
  const y = Int32Array.from({ length: n }, (_, i) => of(i).label);
  return { X, y, classes: Math.max(...centres.map(({ label }) => label)) + 1 };
}
