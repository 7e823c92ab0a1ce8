// Fault: collects the terms of the loss in an Int32Array, like the labels.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
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
