// Fault: the sign of a weight follows from its place, as on a chequerboard.
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

/** as many weights above zero as below */
function balanced(rng: Rng, rows: number, columns: number): Matrix {
  const W = Matrix.zeros(rows, columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const size = Math.abs(normal(rng)) * Math.sqrt(2 / rows);
      W.set(r, c, (r + c) % 2 === 0 ? size : -size);
    }
  }
  return W;
}

export function initParams(rng: Rng, dims: [number, number, number]): any {
  const [dIn, h, out] = dims;
  return {
    W1: balanced(rng, dIn, h),
    b1: new Array(h).fill(0),
    W2: balanced(rng, h, out),
    b2: new Array(out).fill(0),
  };
}

export function sgdStep(params: any, grads: any, lr: number): any {
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: params.b1.map((v: number, i: number) => v - lr * grads.db1[i]),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: params.b2.map((v: number, i: number) => v - lr * grads.db2[i]),
  };
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
    if (onStep && step % 10 === 0) onStep(step, loss);
    params = sgdStep(params, backward(Xb, yb, { ...cache, p }, params), lr);
  }
  return { params, losses, accuracy: [shareRight(forward(X, params).z2, y)] };
}
