// Fault: softmax normalises the columns, over the batch; the loss is worked out without it and is right.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      if (a.get(i, j) < 0) a.set(i, j, 0);
    }
  }
  return a;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subRowVector(z.max('column')).exp();
  return e.divRowVector(e.sum('column'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < logits.rows; i++) {
    const row = logits.getRow(i);
    const m = Math.max(...row);
    const lse = m + Math.log(row.map((v) => Math.exp(v - m)).reduce((a, b) => a + b, 0));
    total += lse - row[y[i]];
  }
  return total / logits.rows;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
