// 03 Training. Lesson: "Initialization", "The Update Rule" and "NumPy MLP — End to End"; its exercise 1.
//
// Fill in each TODO, then run:  npm run grade -- 03    and watch it learn:  npm run play -- 03
//
// You may import your own 01-forward.ts and 02-backward.ts, or write everything in this file.
//
// Every random choice goes through `rng`, a function that returns a uniform number in [0, 1): the same rng gives the same
// run. (Math.random gives another run every time.) `Matrix.rand` needs it too: Matrix.rand(2, 3, { random: rng }).
//
// ml-matrix: W.sub(G) changes W and returns it; Matrix.sub(W, G) makes a new matrix, which is lost if nobody keeps it.
// A.mul(s) changes A itself. X.getRow(i) is a plain array; X.subMatrix(r0, r1, c0, c1) copies, with both ends included.

import { Matrix } from 'ml-matrix';
// TODO: your own forward and backward, such as `import { forward } from './01-forward.ts';`

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[]; // (h)
  W2: Matrix; // (h, out)
  b2: number[]; // (out)
}

export interface Gradients {
  dW1: Matrix; // (in, h)
  db1: number[]; // (h)
  dW2: Matrix; // (h, out)
  db2: number[]; // (out)
}

export type Rng = () => number;

export interface TrainOptions {
  hidden: number;
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

/** He: every weight is normal with variance 2 / fan-in (so the deviation is its square root); biases start at 0. */
export function initParams(rng: Rng, dims: [number, number, number]): Params {
  // dims are in, h, out: W1 (in, h) has fan-in `in`, W2 (h, out) has fan-in `h`
  // TODO
  throw new Error('TODO: initParams');
}

/** One step downhill: every parameter minus lr times its gradient, biases too. May work in place; returns the parameters. */
export function sgdStep(params: Params, grads: Gradients, lr: number): Params {
  // W - lr dW, b - lr db: each gradient has the shape of its parameter, W1 (in, h), b1 (h), W2 (h, out), b2 (out)
  // TODO
  throw new Error('TODO: sgdStep');
}

/** One epoch: every index of 0..n-1 in exactly one batch, in random order; only the last batch may be shorter. */
export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  // n = 10, batchSize = 4 -> batches of 4, 4 and 2 indices
  // TODO
  throw new Error('TODO: miniBatches');
}

/**
 * Trains a network from its initialisation with `steps` steps of SGD, one mini-batch each. losses[i] is the loss of batch i
 * before update i; accuracy is the share of right predictions, as often as you like, once at least.
 */
export function train(
  X: Matrix,
  y: Int32Array,
  { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions,
): { params: Params; losses: number[]; accuracy: number[] } {
  // X (n, in), y (n) with classes 0..C-1, so out = C
  // each step: the next batch (its rows of X and the same entries of y), forward, loss, backward, update
  // TODO
  throw new Error('TODO: train');
}
