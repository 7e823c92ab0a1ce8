// Fault: forward forgets b1, and puts relu on the logits as well.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const bias = Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)); // b, once for each example
  return Matrix.add(X.mmul(W), bias);
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));
}

export function softmax(z: Matrix): Matrix {
  const e = Matrix.exp(z.clone().subColumnVector(z.max('row')));
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max('row');
  const sums = Matrix.exp(logits.clone().subColumnVector(m)).sum('row');
  return sums.reduce((acc, s, i) => acc + Math.log(s) + m[i] - logits.get(i, y[i]), 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = X.mmul(params.W1);
  const a1 = relu(z1);
  const z2 = relu(a1.mmul(params.W2).addRowVector(params.b2));
  return { z1, a1, z2 };
}
