// Fault: linear takes b and never adds it.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W);
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      if (a.get(i, j) < 0) a.set(i, j, 0);
    }
  }
  return a;
}

export function softmax(z: Matrix): Matrix {
  const shifted = z.clone().subColumnVector(z.max('row'));
  const e = shifted.exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let total = 0;
  for (let i = 0; i < logits.rows; i++) {
    total -= Math.log(p.get(i, y[i]) + 1e-12);
  }
  return total / logits.rows;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
