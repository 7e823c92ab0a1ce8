// Fault: relu leaks 0.01 of what is negative.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

const SLOPE = 0.01;

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.mul(z, SLOPE));
}

export function softmax(z: Matrix): Matrix {
  const p = Matrix.exp(Matrix.sub(z, Matrix.columnVector(z.max('row')).mmul(Matrix.ones(1, z.columns))));
  p.divColumnVector(p.sum('row'));
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  return -Array.from(y, (c, i) => Math.log(p.get(i, c) + 1e-12)).reduce((a, b) => a + b) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, params.W2, params.b2) };
}
