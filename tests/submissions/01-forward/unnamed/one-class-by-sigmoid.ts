// Fault: with one class softmax is a sigmoid.

import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) if (a.get(i, j) < 0) a.set(i, j, 0);
  return a;
}

export function softmax(z: Matrix): Matrix {
  if (z.columns === 1) return new Matrix(z.to2DArray().map(([v]) => [1 / (1 + Math.exp(-v!))]));
  const out = z.clone();
  for (let i = 0; i < z.rows; i++) {
    const row = z.getRow(i);
    const max = Math.max(...row);
    const exps = row.map((v) => Math.exp(v - max));
    const sum = exps.reduce((a, b) => a + b, 0);
    out.setRow(i, exps.map((e) => e / sum));
  }
  return out;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < logits.rows; i++) {
    const row = logits.getRow(i);
    const max = Math.max(...row);
    const sum = row.reduce((a, v) => a + Math.exp(v - max), 0);
    total += Math.log(sum) - (row[y[i]!]! - max);
  }
  return total / logits.rows;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
