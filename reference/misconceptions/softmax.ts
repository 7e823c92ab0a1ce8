// Mistakes of softmax. The unstable ones are computed as such code computes them, overflow and all.

import { columnsOf, map, rowsOf, type NdArray } from '../ndarray.ts';
import { softmax } from '../float64/softmax.ts';
import { sumOverColumns, transpose } from '../float64/matmul.ts';
import { ways, type Mistake } from './mistake.ts';

export interface SoftmaxInput {
  z: NdArray;
}

/** What is taken out of each entry before exp: the right one is the row's largest. */
export type Shift = (row: Float64Array, all: Float64Array) => number;

const maximum = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), -Infinity);
const minimum = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b), Infinity);
const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

/** The last entry of a sort by text, as `[...row].sort()` gives it: 9 comes after 10000. */
const lastByText: Shift = (row) =>
  [...row].toSorted((a, b) => (String(a) < String(b) ? -1 : 1)).at(-1) ?? Number.NaN;

/** The largest so far, begun at 0: rows far below it underflow. */
const maximumFromZero: Shift = (row) => Math.max(0, maximum(row));
/** The largest by size, whatever its sign. */
const maximumOfSizes: Shift = (row) => maximum(row.map(Math.abs));

/** Shifts that leave large logits to overflow, or all of a row to underflow. */
export const UNSTABLE_SHIFTS: readonly Shift[] = [
  () => 0,
  minimum,
  mean,
  (row) => row[0] ?? 0,
  lastByText,
  maximumFromZero,
  maximumOfSizes,
];

/** One largest entry for the whole batch: rows far below it underflow. */
export const BATCH_MAX: Shift = (_row, all) => maximum(all);

/** The right one. */
export const ROW_MAX: Shift = maximum;

/** exp and sum as written, with another shift: `exp(z - s) / (sum exp(z - s) + guard)`. */
export function softmaxShifted(z: NdArray, shift: Shift, guard = 0): NdArray {
  const { exps, sums, C } = shifted(z, shift);
  return map(exps, (value, index) => value / ((sums[Math.floor(index / C)] ?? Number.NaN) + guard));
}

/** Each row less its shift, `exp` of that, and its sums: (B, C), (B, C), (B). */
export function shifted(
  z: NdArray,
  shift: Shift,
): { moved: NdArray; exps: NdArray; sums: Float64Array; C: number } {
  const C = columnsOf(z);
  const rows = Array.from({ length: rowsOf(z) }, (_, i) => z.data.subarray(i * C, (i + 1) * C));
  const shifts = rows.map((row) => shift(row, z.data));
  const moved = map(z, (value, index) => value - (shifts[Math.floor(index / C)] ?? 0));
  const exps = map(moved, Math.exp);
  const sums = Float64Array.from(rows, (_, i) =>
    exps.data.subarray(i * C, (i + 1) * C).reduce((a, b) => a + b, 0),
  );
  return { moved, exps, sums, C };
}

/** Softmax over columns instead of rows: altogether, and with each row's largest taken out but the columns summed. */
export const OVER_COLUMNS: readonly ((z: NdArray) => NdArray)[] = [
  (z) => transpose(softmax(transpose(z))),
  (z) => transpose(normalised(transpose(shifted(z, ROW_MAX).exps))),
];

/** One sum for all rows: altogether, and with each row's largest taken out. */
export const OF_ALL: readonly ((z: NdArray) => NdArray)[] = [
  (z) => inOneRow(z, softmax),
  (z) => inOneRow(shifted(z, ROW_MAX).exps, normalised),
];

function inOneRow(z: NdArray, f: (row: NdArray) => NdArray): NdArray {
  return { shape: [...z.shape], data: f({ shape: [1, z.data.length], data: z.data }).data };
}

/** Each row divided by its sum. */
function normalised(A: NdArray): NdArray {
  const C = columnsOf(A);
  const sums = sumOverColumns(A);
  return map(A, (value, index) => value / (sums.data[Math.floor(index / C)] ?? Number.NaN));
}

/** Mistakes that show on any logits. */
export const softmaxMistakes: Mistake<SoftmaxInput>[] = [
  ...ways<SoftmaxInput>(
    'softmax-axis',
    OVER_COLUMNS.map((softmaxLike) => ({ z }) => ({ p: softmaxLike(z) })),
  ),
  ...ways<SoftmaxInput>(
    'softmax-whole-matrix',
    OF_ALL.map((softmaxLike) => ({ z }) => ({ p: softmaxLike(z) })),
  ),
];

/** Mistakes that show on extreme logits only. */
export const extremeSoftmaxMistakes: Mistake<SoftmaxInput>[] = [
  ...ways('softmax-unstable', UNSTABLE_SHIFTS.flatMap(everyForm)),
  ...ways('softmax-batch-max', everyForm(BATCH_MAX)),
];

/** As a ratio, with a guard against a sum of 0, and as exp of a log-softmax. */
function everyForm(shift: Shift): Mistake<SoftmaxInput>['predict'][] {
  return [
    ({ z }) => ({ p: softmaxShifted(z, shift, Number.MIN_VALUE) }),
    ({ z }) => ({ p: softmaxShifted(z, shift) }),
    ({ z }) => ({ p: expOfLog(z, shift) }),
  ];
}

function expOfLog(z: NdArray, shift: Shift): NdArray {
  const { moved, sums, C } = shifted(z, shift);
  return map(moved, (value, index) => Math.exp(value - Math.log(sums[Math.floor(index / C)] ?? Number.NaN)));
}
