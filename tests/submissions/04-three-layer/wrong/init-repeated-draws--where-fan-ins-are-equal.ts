// Fault: the draws are kept by fan-in, so that two layers of the same fan-in start with the same numbers.
import { Matrix } from 'ml-matrix';

export interface Params3 {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
  W3: Matrix;
  b3: number[];
}

export interface Cache3 {
  z1: Matrix;
  a1: Matrix;
  z2: Matrix;
  a2: Matrix;
  p: Matrix;
}

export interface Gradients3 {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
  dW3: Matrix;
  db3: number[];
}

export type Rng = () => number;

export interface TrainOptions3 {
  hidden: [number, number];
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

export function initParams(rng: Rng, dims: [number, number, number, number]): Params3 {
  const pools = new Map<number, number[]>(); // one deviation for each fan-in, one pool for each
  const weights = (fanIn: number, fanOut: number): Matrix => {
    const pool = pools.get(fanIn) ?? [];
    pools.set(fanIn, pool);
    while (pool.length < fanIn * fanOut) pool.push(normal(rng) * Math.sqrt(2 / fanIn));
    return Matrix.from1DArray(fanIn, fanOut, pool.slice(0, fanIn * fanOut));
  };
  const [nIn, h1, h2, nOut] = dims;
  return {
    W1: weights(nIn, h1),
    b1: new Array(h1).fill(0),
    W2: weights(h1, h2),
    b2: new Array(h2).fill(0),
    W3: weights(h2, nOut),
    b3: new Array(nOut).fill(0),
  };
}

function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function forward(X: Matrix, params: Params3) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = relu(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  const a2 = relu(z2);
  const z3 = a2.mmul(params.W3).addRowVector(params.b3);
  return { z1, a1, z2, a2, z3 };
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

function masked(da: Matrix, z: Matrix): Matrix {
  const dz = da.clone();
  for (let i = 0; i < z.rows; i++) {
    for (let j = 0; j < z.columns; j++) if (z.get(i, j) <= 0) dz.set(i, j, 0);
  }
  return dz;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache3, params: Params3): Gradients3 {
  const dz3 = cache.p.clone();
  for (let i = 0; i < X.rows; i++) dz3.set(i, y[i], dz3.get(i, y[i]) - 1);
  dz3.div(X.rows);
  const dz2 = masked(dz3.mmul(params.W3.transpose()), cache.z2);
  const dz1 = masked(dz2.mmul(params.W2.transpose()), cache.z1);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
    dW3: cache.a2.transpose().mmul(dz3),
    db3: dz3.sum('column'),
  };
}

function descend(params: Params3, grads: Gradients3, lr: number): void {
  params.W1.sub(Matrix.mul(grads.dW1, lr));
  params.W2.sub(Matrix.mul(grads.dW2, lr));
  params.W3.sub(Matrix.mul(grads.dW3, lr));
  for (let j = 0; j < params.b1.length; j++) params.b1[j] -= lr * grads.db1[j];
  for (let j = 0; j < params.b2.length; j++) params.b2[j] -= lr * grads.db2[j];
  for (let j = 0; j < params.b3.length; j++) params.b3[j] -= lr * grads.db3[j];
}

function shareRight(X: Matrix, y: Int32Array, params: Params3): number {
  const { z3 } = forward(X, params);
  let right = 0;
  for (let i = 0; i < z3.rows; i++) if (z3.maxRowIndex(i)[1] === y[i]) right++;
  return right / z3.rows;
}

function rowsOf(X: Matrix, rows: ArrayLike<number>): Matrix {
  return new Matrix(Array.from(rows, (r) => X.getRow(r)));
}

export function train(
  X: Matrix,
  y: Int32Array,
  { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions3,
): { params: Params3; losses: number[]; accuracy: number[] } {
  const classes = y.reduce((most, label) => Math.max(most, label), 0) + 1;
  const params = initParams(rng, [X.columns, hidden[0], hidden[1], classes]);
  const losses: number[] = [];
  let order = shuffled(rng, X.rows);
  let cursor = 0;
  for (let step = 0; step < steps; step++) {
    if (cursor >= order.length) {
      order = shuffled(rng, X.rows);
      cursor = 0;
    }
    const rows = order.slice(cursor, cursor + batchSize);
    cursor += batchSize;
    const Xb = rowsOf(X, rows);
    const yb = rows.map((r) => y[r]);
    const { z1, a1, z2, a2, z3 } = forward(Xb, params);
    const loss = crossEntropy(z3, yb);
    losses.push(loss);
    onStep?.(step, loss);
    descend(params, backward(Xb, yb, { z1, a1, z2, a2, p: softmax(z3) }, params), lr);
  }
  return { params, losses, accuracy: [shareRight(X, y, params)] };
}
