// The lesson's three Gaussian blobs with fixed centres, and mini-batches of them.

import { columnsOf, matrix, type NdArray } from '../../reference/ndarray.ts';
import { integer, normal, type Rng } from './random.ts';

/** Far enough apart that a relu network separates them: with unit variance, 0.997 of them and more. */
const CENTRES = [
  [3, 3, 0, 0],
  [-3, 3, 0, 0],
  [0, -3, 3, 0],
];

/** Examples, one in each row, and their classes. */
export interface Batch {
  X: NdArray;
  y: Int32Array;
}

/** `count` examples of unit variance around the centres, the classes in turn. */
export function drawBlobs(rng: Rng, count: number): Batch {
  const y = Int32Array.from({ length: count }, (_, i) => i % CENTRES.length);
  const rows = Array.from(y, (label) =>
    (CENTRES[label] ?? []).map((centre) => Math.fround(centre + normal(rng))),
  );
  return { X: matrix(count, 4, rows.flat()), y };
}

/** `steps` batches of `size` examples, drawn with replacement. */
export function drawBatches(rng: Rng, { X, y }: Batch, steps: number, size: number): Batch[] {
  const width = columnsOf(X);
  return Array.from({ length: steps }, () => {
    const chosen = Array.from({ length: size }, () => integer(rng, 0, y.length - 1));
    const rows = chosen.flatMap((i) => Array.from(X.data.subarray(i * width, (i + 1) * width)));
    return { X: matrix(size, width, rows), y: Int32Array.from(chosen, (i) => y[i] ?? 0) };
  });
}

/** The share of rows whose largest logit is that of their class. */
export function accuracyOf(logits: NdArray, y: Int32Array): number {
  const C = columnsOf(logits);
  const right = y.filter((label, i) => {
    const row = logits.data.subarray(i * C, (i + 1) * C);
    return row.every((value, c) => c === label || value < (row[label] ?? Number.NaN));
  });
  return right.length / y.length;
}
