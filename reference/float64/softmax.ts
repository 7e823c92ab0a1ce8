// Softmax and the cross-entropy on raw logits, in float64.

import { at, columnsOf, map, rowsOf, type NdArray } from '../ndarray.ts';

/** Softmax of each row: `exp(z - max z) / sum exp(z - max z)`; (B, C) -> (B, C), safe for any finite logits. */
export function softmax(z: NdArray): NdArray {
  const logSums = logSumExp(z); // (B)
  const C = columnsOf(z);
  return map(z, (value, index) => Math.exp(value - (logSums[Math.floor(index / C)] ?? Number.NaN)));
}

/** The loss of each example, `log(sum exp z_i) - z_i[y_i]`; (B, C), (B) -> (B). Natural logarithm, so in nats. */
export function exampleLosses(logits: NdArray, y: Int32Array): Float64Array {
  const logSums = logSumExp(logits);
  return Float64Array.from(y, (label, i) => (logSums[i] ?? Number.NaN) - at(logits, i, label));
}

/** Mean cross-entropy of raw logits: the mean of `exampleLosses`. */
export function crossEntropy(logits: NdArray, y: Int32Array): number {
  return exampleLosses(logits, y).reduce((sum, loss) => sum + loss, 0) / y.length;
}

/** The labels as rows of 0 and 1: (B) -> (B, C). */
export function oneHot(y: Int32Array, C: number): NdArray {
  return map({ shape: [y.length, C], data: new Float64Array(y.length * C) }, (_, index) =>
    y[Math.floor(index / C)] === index % C ? 1 : 0,
  );
}

/** `log sum exp` of each row, the largest entry taken out first so that nothing overflows: (B, C) -> (B). */
function logSumExp(z: NdArray): Float64Array {
  const C = columnsOf(z);
  const sums = new Float64Array(rowsOf(z));
  for (let i = 0; i < sums.length; i++) {
    let max = -Infinity;
    for (let j = i * C; j < (i + 1) * C; j++) max = Math.max(max, z.data[j] ?? Number.NaN);
    let sum = 0;
    for (let j = i * C; j < (i + 1) * C; j++) sum += Math.exp((z.data[j] ?? Number.NaN) - max);
    sums[i] = max + Math.log(sum);
  }
  return sums;
}
