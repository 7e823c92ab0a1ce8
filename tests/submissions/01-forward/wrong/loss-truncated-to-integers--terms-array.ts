// Fault: collects the terms of the loss in an Int32Array, like the labels.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const terms = new Int32Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const row = logits.getRow(i);
    const m = Math.max(...row);
    terms[i] = m + Math.log(row.reduce((s, v) => s + Math.exp(v - m), 0)) - row[y[i]];
  }
  let total = 0;
  for (const t of terms) total += t;
  return total / terms.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
