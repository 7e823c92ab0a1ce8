// The lesson's network on digits, one example at a time, with switches for the bugs whose curves are wanted. Most pixels
// are 0 and are skipped, which makes it fast enough for a few minutes of plain TypeScript.

import { normals, type Rng } from './draws.ts';
import { CLASSES, PIXELS, type Digits } from './digits.ts';

/** Row-major weights: W1 (784, h), W2 (h, 10). */
export interface Network {
  hidden: number;
  W1: Float64Array;
  b1: Float64Array;
  W2: Float64Array;
  b2: Float64Array;
}

/** `naive` takes exp of the raw logits; `stable` subtracts the largest first. */
export type Softmax = 'stable' | 'naive';

export interface Score {
  loss: number;
  accuracy: number;
}

/** A network with zero biases, and weights of N(0, 2 / fan-in), or of N(0, 1) where `isScaled` is false. */
export function initialise(rng: Rng, hidden: number, isScaled = true): Network {
  const deviation = (fanIn: number) => (isScaled ? Math.sqrt(2 / fanIn) : 1);
  return {
    hidden,
    W1: normals(rng, PIXELS * hidden, deviation(PIXELS)),
    b1: new Float64Array(hidden),
    W2: normals(rng, hidden * CLASSES, deviation(hidden)),
    b2: new Float64Array(CLASSES),
  };
}

/** Arrays of zeros in the shapes of a network, for sums of gradients. */
export function zerosLike({ hidden }: Network): Network {
  return {
    hidden,
    W1: new Float64Array(PIXELS * hidden),
    b1: new Float64Array(hidden),
    W2: new Float64Array(hidden * CLASSES),
    b2: new Float64Array(CLASSES),
  };
}

/** Adds the gradients of the mean loss over `batch` to `sums`; gives that loss and the batch's accuracy. */
export function addGradients(
  network: Network,
  sums: Network,
  { images, labels }: Digits,
  { batch, softmax }: { batch: Int32Array; softmax: Softmax },
): Score {
  const total = { loss: 0, accuracy: 0 };
  for (const example of batch) {
    const x = images.subarray(example * PIXELS, (example + 1) * PIXELS);
    const label = labels[example] ?? 0;
    const { a1, z2 } = forward(network, x);
    const { p, loss } = crossEntropy(z2, label, softmax);
    total.loss += loss / batch.length;
    total.accuracy += (argmax(z2) === label ? 1 : 0) / batch.length;
    const dz2 = p.map((value, c) => (value - (c === label ? 1 : 0)) / batch.length); // (10)
    addBackward(network, sums, { x, a1, dz2 });
  }
  return total;
}

/** `W <- W - lr dW` for every array. */
export function descend(network: Network, gradients: Network, lr: number): void {
  for (const name of ['W1', 'b1', 'W2', 'b2'] as const) {
    const gradient = gradients[name];
    network[name].forEach((value, index, all) => (all[index] = value - lr * (gradient[index] ?? 0)));
  }
}

/** Mean loss and accuracy over all of `digits`. */
export function evaluate(network: Network, { images, labels }: Digits): Score {
  const total = { loss: 0, accuracy: 0 };
  labels.forEach((label, example) => {
    const { z2 } = forward(network, images.subarray(example * PIXELS, (example + 1) * PIXELS));
    total.loss += crossEntropy(z2, label, 'stable').loss / labels.length;
    total.accuracy += (argmax(z2) === label ? 1 : 0) / labels.length;
  });
  return total;
}

/** (784) -> a1 (h), z2 (10). */
function forward({ hidden, W1, b1, W2, b2 }: Network, x: Float64Array): Record<'a1' | 'z2', Float64Array> {
  const a1 = b1.slice();
  x.forEach((pixel, k) => pixel !== 0 && addScaled(a1, pixel, W1.subarray(k * hidden, (k + 1) * hidden)));
  a1.forEach((z, j) => (a1[j] = Math.max(0, z)));
  const z2 = b2.slice();
  a1.forEach((a, j) => a !== 0 && addScaled(z2, a, W2.subarray(j * CLASSES, (j + 1) * CLASSES)));
  return { a1, z2 };
}

/** p (10) and -log p of the label. */
function crossEntropy(z2: Float64Array, label: number, softmax: Softmax): { p: Float64Array; loss: number } {
  const largest = softmax === 'stable' ? z2.reduce((a, b) => Math.max(a, b)) : 0;
  const e = z2.map((z) => Math.exp(z - largest));
  const sum = e.reduce((a, b) => a + b, 0);
  const p = e.map((value) => value / sum);
  const stable = Math.log(sum) + largest - (z2[label] ?? 0);
  return { p, loss: softmax === 'stable' ? stable : -Math.log(p[label] ?? 0) };
}

interface Example {
  x: Float64Array;
  a1: Float64Array;
  dz2: Float64Array;
}

function addBackward({ hidden, W2 }: Network, sums: Network, { x, a1, dz2 }: Example): void {
  addScaled(sums.b2, 1, dz2);
  const dz1 = new Float64Array(hidden);
  a1.forEach((a, j) => {
    if (a <= 0) return; // the mask of relu
    addScaled(sums.W2.subarray(j * CLASSES, (j + 1) * CLASSES), a, dz2);
    dz1[j] = dz2.reduce((sum, dz, c) => sum + dz * (W2[j * CLASSES + c] ?? 0), 0);
  });
  addScaled(sums.b1, 1, dz1);
  x.forEach(
    (pixel, k) => pixel !== 0 && addScaled(sums.W1.subarray(k * hidden, (k + 1) * hidden), pixel, dz1),
  );
}

/** `to += factor * row`, in place. */
function addScaled(to: Float64Array, factor: number, row: Float64Array): void {
  for (let j = 0; j < to.length; j++) to[j] = (to[j] ?? 0) + factor * (row[j] ?? 0);
}

function argmax(row: Float64Array): number {
  return row.reduce((best, value, index) => (value > (row[best] ?? 0) ? index : best), 0);
}
