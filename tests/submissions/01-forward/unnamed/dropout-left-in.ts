// Fault: forward still has dropout in it, so no two calls agree.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

const KEEP = 0.8;

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map((v) => Math.max(v, 0)));
}

export function softmax(z: Matrix): Matrix {
  const rows = z.to2DArray().map((row) => {
    const max = Math.max(...row);
    const exps = row.map((v) => Math.exp(v - max));
    const total = exps.reduce((a, b) => a + b, 0);
    return exps.map((v) => v / total);
  });
  return new Matrix(rows);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  a1.apply((i, j) => a1.set(i, j, Math.random() < KEEP ? a1.get(i, j) / KEEP : 0));
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
