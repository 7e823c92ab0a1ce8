// Fault: softmax normalises the columns, over the batch; the loss is worked out without it and is right.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
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

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
