// The network of 06 in float64 on pictures as they are, bytes: background is 0 and four fifths of all, so it is left out.

import { columnsOf, matrix, type NdArray } from '../ndarray.ts';
import type { Digits } from '../datasets/mnist.ts';
import { inkedLayer } from './inkedLayer.ts';
import { named, type Params } from './mlp.ts';

/** What a pixel is divided by before it enters the network. */
const WHITE = 255;

/** `relu(pixels / divisor @ W1 + b1) @ W2 + b2`: count x 784 bytes -> (count, 10). */
export function logitsOfPixels(
  { images, count }: Pick<Digits, 'images' | 'count'>,
  params: Params,
  divisor = WHITE,
): NdArray {
  const W2 = named(params, 'W2');
  const b2 = named(params, 'b2').data;
  const z1 = inkedLayer({ images, count }, { W: named(params, 'W1'), b: named(params, 'b1') }, divisor); // (count, h)
  const [hidden, out] = [columnsOf(z1), columnsOf(W2)];
  const logits = matrix(count, out);
  for (let i = 0; i < count; i++) {
    const z2 = logits.data.subarray(i * out, (i + 1) * out);
    z2.set(b2);
    addActive(z2, z1.data.subarray(i * hidden, (i + 1) * hidden), W2.data);
  }
  return logits;
}

/** z2 += relu(z1) @ W2, one row of W2 for each active unit. */
function addActive(z2: Float64Array, z1: Float64Array, W2: Float64Array): void {
  const out = z2.length;
  for (let k = 0; k < z1.length; k++) {
    const a = z1[k] ?? 0;
    if (a <= 0) continue; // NaN goes on, so that it is seen
    for (let c = 0; c < out; c++) z2[c] = (z2[c] ?? 0) + a * (W2[k * out + c] ?? 0);
  }
}
