// Fault: the likelihoods of a batch are multiplied before one log is taken; those of a large one underflow.
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

export function softmax(z: Matrix): Matrix {
  const e = z.clone();
  e.subColumnVector(e.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  // the examples are independent: the likelihood of the batch is the product
  let likelihood = 1;
  for (let i = 0; i < y.length; i++) likelihood *= Math.max(p.get(i, y[i]), 1e-12);
  return -Math.log(likelihood) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
