// The network of 06 in float64 on pictures as they are, bytes: background is 0 and four fifths of all, so it is left out.

import { columnsOf, matrix, rowsOf, type NdArray } from '../ndarray.ts';
import type { Digits } from '../datasets/mnist.ts';
import { inkedLayer } from './inkedLayer.ts';
import { named, type Params } from './mlp.ts';

/** What a pixel is divided by before it enters the network. */
const WHITE = 255;

/** Pictures at once: what the first layer makes of more would not stay in the processor's cache. */
const AT_ONCE = 256;

/** `relu(pixels / divisor @ W1 + b1) @ W2 + b2`: count x 784 bytes -> (count, 10). */
export function logitsOfPixels(
  { images, count }: Pick<Digits, 'images' | 'count'>,
  params: Params,
  divisor = WHITE,
): NdArray {
  const first = { W: named(params, 'W1'), b: named(params, 'b1') };
  const [W2, b2] = [named(params, 'W2'), named(params, 'b2')];
  const [pixels, hidden, out] = [rowsOf(first.W), columnsOf(first.W), columnsOf(W2)];
  const logits = matrix(count, out);
  for (let start = 0; start < count; start += AT_ONCE) {
    const some = images.subarray(start * pixels, Math.min(start + AT_ONCE, count) * pixels);
    const z1 = inkedLayer({ images: some, count: some.length / pixels }, first, divisor); // (some, h)
    for (let i = 0; i < rowsOf(z1); i++) {
      const z2 = logits.data.subarray((start + i) * out, (start + i + 1) * out);
      z2.set(b2.data);
      addActive(z2, z1.data.subarray(i * hidden, (i + 1) * hidden), W2.data);
    }
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
