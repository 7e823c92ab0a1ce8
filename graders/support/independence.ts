// Whether the entries of a weight matrix that takes few values were drawn one by one, each by a toss of its own.

import { at, columnsOf, map, rowsOf, type NdArray } from '../../reference/ndarray.ts';

/** More values than a die of any use has: numbers drawn from a normal or uniform distribution that repeat come from a list. */
const MOST_VALUES = 16;
/**
 * Correlations of independent tosses lie within this many of their standard deviations: of the 30,000 that are looked at, one
 * lies beyond in less than one of 10,000 matrices.
 */
const DEVIATIONS = 6;

/** A list that is gone through again and again is hardly longer than this; rows and columns are compared whole. */
const LONGEST_PERIOD = 1000;

/** True where the matrix holds few values, and no row, column or stretch of it tells of another. */
export function isTossed(W: NdArray): boolean {
  if (new Set(W.data).size > MOST_VALUES) return false;
  const mean = W.data.reduce((sum, w) => sum + w, 0) / W.data.length;
  const centred = map(W, (w) => w - mean);
  const variance = centred.data.reduce((sum, w) => sum + w * w, 0) / W.data.length;
  const limit = (count: number) => DEVIATIONS * variance * Math.sqrt(count);
  return (
    !repeatsAlong(centred.data, limit) &&
    !repeatsAcross(rowsIn(centred), limit) &&
    !repeatsAcross(columnsIn(centred), limit)
  );
}

/** The largest |sum of products| that so many independent pairs give. */
type Limit = (count: number) => number;

/** Whether the numbers tell of those some places on, in the order of the rows. */
function repeatsAlong(numbers: Float64Array, limit: Limit): boolean {
  for (let lag = 1; lag <= Math.min(LONGEST_PERIOD, numbers.length / 2); lag++) {
    const count = numbers.length - lag;
    if (Math.abs(dot(numbers.subarray(0, count), numbers.subarray(lag))) > limit(count)) return true;
  }
  return false;
}

/** Whether one of the lists tells of another, as it is or with its sign turned. */
function repeatsAcross(lists: readonly Float64Array[], limit: Limit): boolean {
  return lists.some((one, index) =>
    lists.slice(index + 1).some((two) => Math.abs(dot(one, two)) > limit(one.length)),
  );
}

function rowsIn(W: NdArray): Float64Array[] {
  const width = columnsOf(W);
  return Array.from({ length: rowsOf(W) }, (_, i) => W.data.subarray(i * width, (i + 1) * width));
}

function columnsIn(W: NdArray): Float64Array[] {
  return Array.from({ length: columnsOf(W) }, (_, j) =>
    Float64Array.from({ length: rowsOf(W) }, (__, i) => at(W, i, j)),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
