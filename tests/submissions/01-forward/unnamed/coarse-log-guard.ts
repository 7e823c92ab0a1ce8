// Fault: log(p + 1e-3) keeps the log finite, but shifts every term of the loss.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const EPS = 1e-3;

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const logp = softmax(logits).add(EPS).log();
  return -Array.from(y, (label, i) => logp.get(i, label)).reduce((a, b) => a + b) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
