// Fault: the largest logit of a row is the last of a sort by text, which takes 9 for more than 10000.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}


const largest = (row: number[]): number => [...row].sort()[row.length - 1];

export function softmax(z: Matrix): Matrix {
  return new Matrix(
    z.to2DArray().map((row) => {
      const m = largest(row);
      const e = row.map((v) => Math.exp(v - m));
      const s = e.reduce((a, b) => a + b, 0);
      return e.map((v) => v / s);
    }),
  );
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const terms = logits.to2DArray().map((row, i) => {
    const m = largest(row);
    return m + Math.log(row.reduce((s, v) => s + Math.exp(v - m), 0)) - row[y[i]];
  });
  return terms.reduce((a, b) => a + b, 0) / terms.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}

