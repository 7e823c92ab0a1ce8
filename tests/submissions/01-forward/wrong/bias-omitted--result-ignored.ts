// Fault: adds the bias to a copy and returns the original.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W);
  z.clone().addRowVector(b);
  return z;
}

export const relu = (z: Matrix) => new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));

export function softmax(z: Matrix): Matrix {
  const rows = z.to2DArray().map((row) => {
    const m = Math.max(...row);
    const e = row.map((v) => Math.exp(v - m));
    const s = e.reduce((a, b) => a + b);
    return e.map((v) => v / s);
  });
  return new Matrix(rows);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  // log-sum-exp minus the true logit, averaged
  const terms = logits.to2DArray().map((row, i) => {
    const m = Math.max(...row);
    return m + Math.log(row.reduce((s, v) => s + Math.exp(v - m), 0)) - row[y[i]];
  });
  return terms.reduce((a, b) => a + b) / terms.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, W2, b2) };
}
