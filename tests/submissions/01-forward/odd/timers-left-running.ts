// Odd: an interval that nobody stops and a promise that nobody waits for.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

let calls = 0;
setInterval(() => (calls = 0), 1000);

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  calls += 1;
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  setTimeout(() => (calls += 1), 60_000);
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  void new Promise(() => {});
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
