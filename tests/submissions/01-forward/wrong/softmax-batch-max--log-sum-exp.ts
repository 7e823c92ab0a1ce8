// Fault: softmax is right, but the log-sum-exp of the loss shifts all rows by one max.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const bias = Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)); // b, once for each example
  return Matrix.add(X.mmul(W), bias);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
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
  const m = logits.max();
  const sums = Matrix.exp(Matrix.sub(logits, m)).sum('row');
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss += m + Math.log(sums[i]) - logits.get(i, y[i]);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
