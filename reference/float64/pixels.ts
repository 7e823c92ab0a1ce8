// The network of 06 in float64 on pictures as they are, bytes: background is 0 and four fifths of all, so it is left out.

import { columnsOf, matrix, type NdArray } from '../ndarray.ts';
import type { Digits } from '../datasets/mnist.ts';
import { named, type Params } from './mlp.ts';

/** What a pixel is divided by before it enters the network. */
const WHITE = 255;

/** `relu(pixels / divisor @ W1 + b1) @ W2 + b2`: count x 784 bytes -> (count, 10). */
export function logitsOfPixels(
  { images, count }: Pick<Digits, 'images' | 'count'>,
  params: Params,
  divisor = WHITE,
): NdArray {
  const [W1, W2] = [named(params, 'W1'), named(params, 'W2')];
  const [b1, b2] = [named(params, 'b1').data, named(params, 'b2').data];
  const [hidden, out] = [columnsOf(W1), columnsOf(W2)];
  const pixels = images.length / count;
  const logits = matrix(count, out);
  const a1 = new Float64Array(hidden);
  for (let i = 0; i < count; i++) {
    a1.set(b1);
    for (let j = 0; j < pixels; j++) {
      const ink = images[i * pixels + j] ?? 0;
      if (ink !== 0) addTimes(a1, W1.data.subarray(j * hidden, (j + 1) * hidden), ink / divisor);
    }
    const z2 = logits.data.subarray(i * out, (i + 1) * out);
    z2.set(b2);
    for (let k = 0; k < hidden; k++) {
      const a = a1[k] ?? 0; // relu: NaN goes on, so that it is seen
      if (!(a <= 0)) addTimes(z2, W2.data.subarray(k * out, (k + 1) * out), a);
    }
  }
  return logits;
}

/** sum += factor * row, entry by entry. */
function addTimes(sum: Float64Array, row: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + factor * (row[k] ?? 0);
}
