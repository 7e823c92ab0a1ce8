// Fault: what is right in a short batch is divided by the size of a whole one.

import { Matrix } from 'ml-matrix';

type Rng = () => number;

function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

function draw(rng: Rng, rows: number, columns: number, scale: number): Matrix {
  return new Matrix(Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng) * scale)));
}

export function initParams(rng: Rng, [d, h, c]: [number, number, number]) {
  const W1 = draw(rng, d, h, Math.sqrt(2 / d));
  const W2 = draw(rng, h, c, Math.sqrt(2 / h));
  const b1: number[] = new Array(h).fill(0);
  const b2: number[] = new Array(c).fill(0);
  return { W1, b1, W2, b2 };
}

export function sgdStep(params: any, grads: any, lr: number) {
  params.W1.sub(Matrix.mul(grads.dW1, lr));
  params.W2.sub(Matrix.mul(grads.dW2, lr));
  params.b1 = params.b1.map((b: number, j: number) => b - lr * grads.db1[j]);
  params.b2 = params.b2.map((b: number, j: number) => b - lr * grads.db2[j]);
  return params;
}

function permutation(rng: Rng, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  const order = permutation(rng, n);
  const batches: Int32Array[] = [];
  for (let at = 0; at < n; at += batchSize) batches.push(Int32Array.from(order.slice(at, at + batchSize)));
  return batches;
}

function lossAndGrads(X: Matrix, y: number[], { W1, b1, W2, b2 }: any) {
  const z1 = X.mmul(W1).addRowVector(b1);
  const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
  const z2 = a1.mmul(W2).addRowVector(b2);
  const p = z2.clone();
  for (let i = 0; i < p.rows; i++) {
    const top = Math.max(...p.getRow(i));
    const e = p.getRow(i).map((z) => Math.exp(z - top));
    const sum = e.reduce((a, b) => a + b, 0);
    p.setRow(i, e.map((v) => v / sum));
  }
  const loss = y.reduce((sum, label, i) => sum - Math.log(p.get(i, label) + 1e-12), 0) / y.length;
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  dz2.div(y.length);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(W2.transpose());
  dz1.apply((i, j) => { if (z1.get(i, j) <= 0) dz1.set(i, j, 0); });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { loss, p, grads: { dW1, db1, dW2, db2 } };
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: any) {
  const classes = Math.max(...y) + 1;
  let params = initParams(rng, [X.columns, hidden, classes]);
  let batches: Int32Array[] = [];
  const losses: number[] = [];
  const accuracy: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (batches.length === 0) batches = miniBatches(rng, X.rows, batchSize);
    const idx = Array.from(batches.shift()!);
    const Xb = new Matrix(idx.map((i) => X.getRow(i)));
    const yb = idx.map((i) => y[i]);
    const { loss, p, grads } = lossAndGrads(Xb, yb, params);
    losses.push(loss);
    accuracy.push(idx.filter((_, i) => p.maxRowIndex(i)[1] === yb[i]).length / batchSize);
    onStep?.(step, loss);
    params = sgdStep(params, grads, lr);
  }
  return { params, losses, accuracy };
}
