// Fault: the whole log-probability matrix times the one-hot labels; -Infinity times 0 makes it NaN.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const a = Matrix.zeros(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) for (let j = 0; j < z.columns; j++) a.set(i, j, Math.max(z.get(i, j), 0));
  return a;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

function oneHot(y: Int32Array, classes: number): Matrix {
  const Y = Matrix.zeros(y.length, classes);
  for (let i = 0; i < y.length; i++) Y.set(i, y[i], 1);
  return Y;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const logp = softmax(logits).log();
  return -logp.mul(oneHot(y, logits.columns)).sum() / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
