// Fault: mean() of the masked log-probabilities divides by B times C.
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
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map((v) => Math.max(v, 0)));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const logp = softmax(logits).add(1e-12).log();
  const onehot = Matrix.zeros(logits.rows, logits.columns);
  y.forEach((c, i) => onehot.set(i, c, 1));
  return -Matrix.mul(onehot, logp).mean();
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
