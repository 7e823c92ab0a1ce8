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
    addInked(a1, images.subarray(i * pixels, (i + 1) * pixels), W1.data, divisor);
    const z2 = logits.data.subarray(i * out, (i + 1) * out);
    z2.set(b2);
    for (let k = 0; k < hidden; k++) {
      const a = a1[k] ?? 0; // relu: NaN goes on, so that it is seen
      if (!(a <= 0)) addTimes(z2, W2.data.subarray(k * out, (k + 1) * out), a);
    }
  }
  return logits;
}

/** sum += pixels / divisor @ W, four inked pixels at once: the sum is then read and written a quarter as often. */
function addInked(sum: Float64Array, pixels: Uint8Array, W: Float64Array, divisor: number): void {
  const width = sum.length;
  const rows: Four = [0, 0, 0, 0]; // where the rows of W start that wait for their turn
  const inks: Four = [0, 0, 0, 0];
  let waiting = 0;
  for (let j = 0; j < pixels.length; j++) {
    const ink = pixels[j] ?? 0;
    if (ink === 0) continue;
    rows[waiting] = j * width;
    inks[waiting++] = ink / divisor;
    if (waiting === 4) {
      addFour(sum, W, rows, inks);
      waiting = 0;
    }
  }
  for (let row = 0; row < waiting; row++) {
    const start = rows[row] ?? 0;
    addTimes(sum, W.subarray(start, start + width), inks[row] ?? 0);
  }
}

type Four = [number, number, number, number];

function addFour(sum: Float64Array, W: Float64Array, rows: Four, inks: Four): void {
  const [row0, row1, row2, row3] = rows;
  const [ink0, ink1, ink2, ink3] = inks;
  for (let k = 0; k < sum.length; k++) {
    const first = ink0 * (W[row0 + k] ?? 0) + ink1 * (W[row1 + k] ?? 0);
    const second = ink2 * (W[row2 + k] ?? 0) + ink3 * (W[row3 + k] ?? 0);
    sum[k] = (sum[k] ?? 0) + first + second;
  }
}

/** sum += factor * row, entry by entry. */
function addTimes(sum: Float64Array, row: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + factor * (row[k] ?? 0);
}
