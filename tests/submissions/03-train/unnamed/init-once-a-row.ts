// Fault: the weights of a row are one and the same draw, so that all units of a layer are alike.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export interface Gradients {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
}

export type Rng = () => number;

export interface TrainOptions {
  hidden: number;
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void;
}

export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function shuffled(rng: Rng, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

function he(rng: Rng, fanIn: number, fanOut: number): Matrix {
  const deviation = Math.sqrt(2 / fanIn);
  return new Matrix(Array.from({ length: fanIn }, () => new Array(fanOut).fill(normal(rng) * deviation)));
}

export function initParams(rng: Rng, dims: [number, number, number]): Params {
  const [nIn, h, nOut] = dims;
  return {
    W1: he(rng, nIn, h),
    b1: new Array(h).fill(0),
    W2: he(rng, h, nOut),
    b2: new Array(nOut).fill(0),
  };
}

export function sgdStep(params: Params, grads: Gradients, lr: number): Params {
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: Array.from(params.b1, (b, j) => b - lr * grads.db1[j]),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: Array.from(params.b2, (b, j) => b - lr * grads.db2[j]),
  };
}

export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  const order = shuffled(rng, n);
  const batches: Int32Array[] = [];
  for (let start = 0; start < n; start += batchSize) batches.push(order.slice(start, start + batchSize));
  return batches;
}

function forward(X: Matrix, params: Params) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

function softmax(z: Matrix): Matrix {
  const p = z.clone();
  for (let i = 0; i < p.rows; i++) {
    const top = Math.max(...z.getRow(i));
    let total = 0;
    for (let c = 0; c < p.columns; c++) {
      const e = Math.exp(z.get(i, c) - top);
      p.set(i, c, e);
      total += e;
    }
    for (let c = 0; c < p.columns; c++) p.set(i, c, p.get(i, c) / total);
  }
  return p;
}

function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < logits.rows; i++) {
    const row = logits.getRow(i);
    const top = Math.max(...row);
    total += top + Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0)) - row[y[i]];
  }
  return total / logits.rows;
}

function backward(X: Matrix, y: Int32Array, cache: { z1: Matrix; a1: Matrix; p: Matrix }, params: Params): Gradients {
  const dz2 = cache.p.clone();
  for (let i = 0; i < X.rows; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  dz2.div(X.rows);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}

function shareRight(X: Matrix, y: Int32Array, params: Params): number {
  const { z2 } = forward(X, params);
  let right = 0;
  for (let i = 0; i < z2.rows; i++) if (z2.maxRowIndex(i)[1] === y[i]) right++;
  return right / z2.rows;
}

function rowsOf(X: Matrix, rows: ArrayLike<number>): Matrix {
  return new Matrix(Array.from(rows, (r) => X.getRow(r)));
}

export function train(
  X: Matrix,
  y: Int32Array,
  { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions,
): { params: Params; losses: number[]; accuracy: number[] } {
  const classes = y.reduce((most, label) => Math.max(most, label), 0) + 1;
  let params = initParams(rng, [X.columns, hidden, classes]);
  const losses: number[] = [];
  let queue: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    if (queue.length === 0) queue = miniBatches(rng, X.rows, batchSize);
    const rows = queue.shift()!;
    const Xb = rowsOf(X, rows);
    const yb = Int32Array.from(rows, (r) => y[r]);
    const { z1, a1, z2 } = forward(Xb, params);
    const loss = crossEntropy(z2, yb);
    losses.push(loss);
    onStep?.(step, loss);
    const grads = backward(Xb, yb, { z1, a1, p: softmax(z2) }, params);
    params = sgdStep(params, grads, lr);
  }
  return { params, losses, accuracy: [shareRight(X, y, params)] };
}
