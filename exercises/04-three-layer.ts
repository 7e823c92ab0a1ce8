// 04 Three layers. Lesson: exercise 2, "Add a third hidden layer"; the backward pass with one more link in its chain.
//
// Fill in each TODO, then run:  npm run grade -- 04
//
// The network is d_in -> h1 -> h2 -> out, relu after the first two linear layers. Derive the new gradients on paper first:
// what happens between dz3 and dz2 happens once more between dz2 and dz1. Write everything in this file; you may import
// your own functions from 01 to 03.
//
// Where h1 = h2 a forgotten transpose, or the mask of the other layer, gives no shape error: it is only wrong. And mmul
// does not check the inner sizes: where h1 > h2 it leaves out rows in silence, where h1 < h2 it throws something odd.
//
// ml-matrix: A.mmul(B) and A.transpose() are new; A.mul(B), A.sub(B), A.div(s) and A.apply(...) change A itself.

import { Matrix } from 'ml-matrix';

export interface Params3 {
  W1: Matrix; // (in, h1)
  b1: number[]; // (h1)
  W2: Matrix; // (h1, h2)
  b2: number[]; // (h2)
  W3: Matrix; // (h2, out)
  b3: number[]; // (out)
}

export interface Cache3 {
  z1: Matrix; // (B, h1)
  a1: Matrix; // (B, h1)
  z2: Matrix; // (B, h2)
  a2: Matrix; // (B, h2)
  p: Matrix; // (B, out), the softmax of z3
}

export interface Gradients3 {
  dW1: Matrix; // (in, h1)
  db1: number[]; // (h1)
  dW2: Matrix; // (h1, h2)
  db2: number[]; // (h2)
  dW3: Matrix; // (h2, out)
  db3: number[]; // (out)
}

export type Rng = () => number;

export interface TrainOptions3 {
  hidden: [number, number];
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void; // call it now and then to see a live curve, or never
}

/** A standard normal draw from two uniform ones (Box and Muller). Ready to use. */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** The numbers 0..n-1 in random order, every order equally likely (Fisher and Yates). Ready to use. */
export function shuffled(rng: Rng, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** He for all three: every weight is normal with variance 2 / fan-in; biases start at 0. */
export function initParams(rng: Rng, dims: [number, number, number, number]): Params3 {
  // dims are in, h1, h2, out; the fan-in of a layer is the number of rows of its W
  // TODO
  throw new Error('TODO: initParams');
}

/** Linear, relu, linear, relu, linear. z3 are the logits, not yet softmaxed. */
export function forward(
  X: Matrix,
  params: Params3,
): { z1: Matrix; a1: Matrix; z2: Matrix; a2: Matrix; z3: Matrix } {
  // z1 = X W1 + b1, a1 = relu(z1), and so on: X (B, in) -> z1, a1 (B, h1) -> z2, a2 (B, h2) -> z3 (B, out)
  // TODO
  throw new Error('TODO: forward');
}

/** The chain rule from the logits back to every parameter. */
export function backward(X: Matrix, y: Int32Array, cache: Cache3, params: Params3): Gradients3 {
  // dz3 = (p - onehot(y)) / B     (B, out)
  // dW3 = a2^T dz3                (h2, B) @ (B, out) -> (h2, out)
  // da2 = dz3 W3^T                (B, out) @ (out, h2) -> (B, h2)
  // dz2 = da2 where z2 > 0        (B, h2)
  // dW2, da1, dz1, dW1            one layer down, the same again: (h1, h2), (B, h1), (B, h1), (in, h1)
  // db3, db2, db1                 the sum of dz3, dz2, dz1 over the batch: (out), (h2), (h1)
  // TODO
  throw new Error('TODO: backward');
}

/**
 * Trains a network from its initialisation with `steps` steps of SGD, one mini-batch each. losses[i] is the loss of batch i
 * before update i; accuracy is the share of right predictions, as often as you like, once at least.
 */
export function train(
  X: Matrix,
  y: Int32Array,
  { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions3,
): { params: Params3; losses: number[]; accuracy: number[] } {
  // X (n, in), y (n) with classes 0..C-1, so out = C
  // each step: the next batch (its rows of X and the same entries of y), forward, loss, backward, update of all six
  // TODO
  throw new Error('TODO: train');
}
