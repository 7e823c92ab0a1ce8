// Fault: with onStep given, every twentieth update is applied twice.
import { Matrix } from 'ml-matrix';

export type Rng = () => number;

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

function heMatrix(rng: Rng, rows: number, columns: number): Matrix {
  const W = new Matrix(rows, columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) W.set(r, c, normal(rng) * Math.sqrt(2 / rows));
  return W;
}

export function initParams(rng: Rng, dims: [number, number, number]): any {
  const [dIn, h, out] = dims;
  return {
    W1: heMatrix(rng, dIn, h),
    b1: new Array(h).fill(0),
    W2: heMatrix(rng, h, out),
    b2: new Array(out).fill(0),
  };
}

export function sgdStep(params: any, grads: any, lr: number): any {
  params.W1.sub(Matrix.mul(grads.dW1, lr));
  params.W2.sub(Matrix.mul(grads.dW2, lr));
  for (let i = 0; i < params.b1.length; i++) params.b1[i] -= lr * grads.db1[i];
  for (let i = 0; i < params.b2.length; i++) params.b2[i] -= lr * grads.db2[i];
  return params;
}

export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  const order = shuffled(rng, n);
  const batches: Int32Array[] = [];
  for (let start = 0; start < n; start += batchSize) batches.push(order.slice(start, start + batchSize));
  return batches;
}

function forward(X: Matrix, params: any) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

function softmax(z: Matrix): Matrix {
  const p = Matrix.zeros(z.rows, z.columns);
  for (let r = 0; r < z.rows; r++) {
    const row = z.getRow(r);
    const top = Math.max(...row);
    const e = row.map((v: number) => Math.exp(v - top));
    const sum = e.reduce((s: number, v: number) => s + v, 0);
    p.setRow(r, e.map((v: number) => v / sum));
  }
  return p;
}

function meanLoss(p: Matrix, y: Int32Array): number {
  let total = 0;
  for (let r = 0; r < y.length; r++) total -= Math.log(p.get(r, y[r]!) + 1e-12);
  return total / y.length;
}

function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  const dz2 = cache.p.clone();
  for (let r = 0; r < y.length; r++) dz2.set(r, y[r]!, dz2.get(r, y[r]!) - 1);
  dz2.div(y.length);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let r = 0; r < dz1.rows; r++) for (let c = 0; c < dz1.columns; c++) if (cache.z1.get(r, c) <= 0) dz1.set(r, c, 0);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}

function shareRight(p: Matrix, y: Int32Array): number {
  let hits = 0;
  for (let r = 0; r < y.length; r++) {
    const row = p.getRow(r);
    if (row.indexOf(Math.max(...row)) === y[r]) hits++;
  }
  return hits / y.length;
}

function pick(X: Matrix, y: Int32Array, idx: Int32Array) {
  return { Xb: new Matrix(Array.from(idx, (i) => X.getRow(i))), yb: Int32Array.from(idx, (i) => y[i]!) };
}

function classesIn(y: Int32Array): number {
  return y.reduce((m, v) => Math.max(m, v), 0) + 1;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: any): any {
  let params = initParams(rng, [X.columns, hidden, classesIn(y)]);
  const losses: number[] = [];
  let queue: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    if (queue.length === 0) queue = miniBatches(rng, X.rows, batchSize);
    const { Xb, yb } = pick(X, y, queue.shift()!);
    const cache = forward(Xb, params);
    const p = softmax(cache.z2);
    const loss = meanLoss(p, yb);
    losses.push(loss);
    const grads = backward(Xb, yb, { ...cache, p }, params);
    if (onStep && step % 20 === 0) {
      const preview = sgdStep(params, grads, lr);
      if (!preview.W1.to1DArray().every(Number.isFinite)) throw new Error('diverged');
      onStep(step, loss);
    }
    params = sgdStep(params, grads, lr);
  }
  return { params, losses, accuracy: [shareRight(forward(X, params).z2, y)] };
}
