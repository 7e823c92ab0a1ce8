// Fault: softmax without a max, and over the columns.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]) => X.mmul(W).addRowVector(b);
export const relu = (z: Matrix) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));

export const softmax = (z: Matrix) => {
  const e = Matrix.exp(z);
  return e.divRowVector(e.sum('column'));
};

export const crossEntropy = (logits: Matrix, y: Int32Array) => {
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const row = logits.getRow(i);
    const m = Math.max(...row);
    total += m + Math.log(row.reduce((s, v) => s + Math.exp(v - m), 0)) - row[y[i]];
  }
  return total / y.length;
};

export const forward = (X: Matrix, p: Params) => {
  const z1 = linear(X, p.W1, p.b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, p.W2, p.b2) };
};
