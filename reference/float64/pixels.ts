// The network of 06 in float64 on pictures as they are, bytes: background is 0 and four fifths of all, so it is left out.

import { columnsOf, matrix, rowsOf, type NdArray } from '../ndarray.ts';
import type { Digits } from '../datasets/mnist.ts';
import { AT_ONCE, openNetwork, type Layer } from './inkedNetwork.ts';
import { named, type Params } from './mlp.ts';

/** What a pixel is divided by before it enters the network. */
const WHITE = 255;

/** `relu(pixels / divisor @ W1 + b1) @ W2 + b2`: count x 784 bytes -> (count, 10). */
export function logitsOfPixels(
  { images, count }: Pick<Digits, 'images' | 'count'>,
  params: Params,
  divisor = WHITE,
): NdArray {
  const first = { W: named(params, 'W1'), b: named(params, 'b1') };
  const second = { W: named(params, 'W2'), b: named(params, 'b2') };
  const [pixels, out] = [rowsOf(first.W), columnsOf(second.W)];
  requireFit(images.length, count * pixels, first);
  requireFit(columnsOf(first.W), rowsOf(second.W), second);
  const network = openNetwork(first, second, divisor);
  const logits = matrix(count, out);
  for (let start = 0; start < count; start += AT_ONCE) {
    const end = Math.min(start + AT_ONCE, count);
    const z2 = network.run(images.subarray(start * pixels, end * pixels)); // (some, width)
    for (let i = 0; i < end - start; i++)
      logits.data.set(z2.subarray(i * network.width, i * network.width + out), (start + i) * out);
  }
  return logits;
}

function requireFit(got: number, wanted: number, { W, b }: Layer): void {
  if (got === wanted && columnsOf(W) === columnsOf(b)) return;
  const size = `${rowsOf(W)} inputs and ${columnsOf(W)} units`;
  throw new Error(`a layer of ${size} got inputs or biases of another size`);
}
