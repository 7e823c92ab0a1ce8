// Fault: the largest logit of a row is taken from all rows that follow as well, and for the loss without the last column.

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
  const out = z.clone();
  for (let i = 0; i < z.rows; i++) {
    const row = z.getRow(i);
    const max = Math.max(...z.to1DArray().slice(i * z.columns));
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
    let max = -Infinity;
    for (let j = 0; j < logits.columns - 1; j++) if (logits.get(i, j) > max) max = logits.get(i, j);
    if (logits.columns === 1) max = logits.get(i, 0);
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
