// Fault: losses are never filled in, and stay 0.

import your own 01-forward.ts and 02-backward.ts, or write everything in this file.
//
// Every random choice goes through `rng`, a function that returns a uniform number in [0, 1): the same rng gives the same
// run. (Math.random gives another run every time.) `Matrix.rand` needs it too: Matrix.rand(2, 3, { random: rng }).
//
// ml-matrix: W.sub(G) changes W and returns it; Matrix.sub(W, G) makes a new matrix, which is lost if nobody keeps it.
// A.mul(s) changes A itself. X.getRow(i) is a plain array; X.subMatrix(r0, r1, c0, c1) copies, with both ends included.

import { Matrix } from 'ml-matrix';
import { crossEntropy, forward, softmax } from './01-forward.ts';
import { backward } from './02-backward.ts';

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
  const [fanIn, h, out] = dims;
  const W1 = Matrix.zeros(fanIn, h);
  const W2 = Matrix.zeros(h, out);
  for (const W of [W1, W2]) W.apply((i, j) => W.set(i, j, normal(rng) * Math.sqrt(2 / W.rows)));
  return { W1, b1: new Array<number>(h).fill(0), W2, b2: new Array<number>(out).fill(0) };
}

/** One step downhill: every parameter minus lr times its gradient, biases too. May work in place; returns the parameters. */
export function sgdStep(params: Params, grads: Gradients, lr: number): Params {
  // W - lr dW, b - lr db: each gradient has the shape of its parameter, W1 (in, h), b1 (h), W2 (h, out), b2 (out)
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: params.b1.map((b, j) => b - lr * (grads.db1[j] ?? 0)),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: params.b2.map((b, j) => b - lr * (grads.db2[j] ?? 0)),
  };
}

/** One epoch: every index of 0..n-1 in exactly one batch, in random order; only the last batch may be shorter. */
export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  // n = 10, batchSize = 4 -> batches of 4, 4 and 2 indices
  const order = shuffled(rng, n);
  const batches: Int32Array[] = [];
  for (let start = 0; start < n; start += batchSize) batches.push(order.slice(start, start + batchSize));
  return batches;
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
  let params = initParams(rng, [X.columns, hidden, Math.max(...y) + 1]);
  let batches: Int32Array[] = [];
  const losses: number[] = [];
  const columns = Array.from({ length: X.columns }, (_, j) => j);
  for (let step = 0; step < steps; step++) {
    if (batches.length === 0) batches = miniBatches(rng, X.rows, batchSize);
    const batch = Array.from(batches.pop() ?? []);
    const Xb = X.selection(batch, columns); // (B, in)
    const yb = Int32Array.from(batch, (i) => y[i] ?? 0); // (B)
    const { z1, a1, z2 } = forward(Xb, params);
    const loss = crossEntropy(z2, yb);
    losses.push(0);
    onStep?.(step, loss);
    params = sgdStep(params, backward(Xb, yb, { z1, a1, p: softmax(z2) }, params), lr);
  }
  const { z2 } = forward(X, params);
  const right = y.filter((label, i) => z2.maxRowIndex(i)[1] === label).length;
  return { params, losses, accuracy: [right / y.length] };
}
