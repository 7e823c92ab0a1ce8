// Fault: batches hold 256 examples at most.
import { Matrix } from 'ml-matrix';

type Rng = () => number;
interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
interface Gradients {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
}
interface TrainOptions {
  hidden: number;
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void;
}

const MAX_BATCH = 256; // larger batches generalise badly

function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function initParams(rng: Rng, dims: [number, number, number]): Params {
  const [inputs, hidden, outputs] = dims;
  const he = (rows: number, columns: number): Matrix => Matrix.rand(rows, columns, { random: () => normal(rng) * Math.sqrt(2 / rows) });
  return { W1: he(inputs, hidden), b1: new Array(hidden).fill(0), W2: he(hidden, outputs), b2: new Array(outputs).fill(0) };
}

export function sgdStep(params: Params, grads: Gradients, lr: number): Params {
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: params.b1.map((b, i) => b - lr * grads.db1[i]!),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: params.b2.map((b, i) => b - lr * grads.db2[i]!),
  };
}

export function miniBatches(rng: Rng, n: number, requested: number): Int32Array[] {
  const batchSize = Math.min(requested, MAX_BATCH);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const batches: Int32Array[] = [];
  for (let start = 0; start < n; start += batchSize) batches.push(order.slice(start, start + batchSize));
  return batches;
}

function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

function share(X: Matrix, y: Int32Array, params: Params): number {
  const { z2 } = forward(X, params);
  let right = 0;
  for (let i = 0; i < z2.rows; i++) if (z2.maxRowIndex(i)[1] === y[i]) right++;
  return right / z2.rows;
}

function lossAndGradients(X: Matrix, y: Int32Array, params: Params): { loss: number; grads: Gradients } {
  const { z1, a1, z2 } = forward(X, params);
  const dz2 = new Matrix(z2.rows, z2.columns);
  let loss = 0;
  for (let i = 0; i < z2.rows; i++) {
    const label = y[i]!;
    const top = z2.maxRow(i);
    const e = z2.getRow(i).map((v) => Math.exp(v - top));
    const total = e.reduce((s, v) => s + v, 0);
    loss += Math.log(total) + top - z2.get(i, label);
    e.forEach((v, c) => dz2.set(i, c, (v / total - (c === label ? 1 : 0)) / z2.rows));
  }
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) for (let j = 0; j < dz1.columns; j++) if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
  return {
    loss: loss / z2.rows,
    grads: { dW1: X.transpose().mmul(dz1), db1: dz1.sum('column'), dW2: a1.transpose().mmul(dz2), db2: dz2.sum('column') },
  };
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions) {
  const classes = y.reduce((most, label) => Math.max(most, label), 0) + 1;
  let params = initParams(rng, [X.columns, hidden, classes]);
  const losses: number[] = [];
  let queue: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    if (queue.length === 0) queue = miniBatches(rng, X.rows, batchSize);
    const rows = Array.from(queue.shift()!);
    const { loss, grads } = lossAndGradients(
      X.subMatrixRow(rows),
      Int32Array.from(rows, (i) => y[i]!),
      params,
    );
    losses.push(loss);
    onStep?.(step, loss);
    params = sgdStep(params, grads, lr);
  }
  return { params, losses, accuracy: [share(X, y, params)] };
}
