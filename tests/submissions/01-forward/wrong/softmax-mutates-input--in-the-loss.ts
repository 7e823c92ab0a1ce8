// Fault: softmax copies, but the loss shifts the caller's logits in place.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const out = Matrix.zeros(X.rows, W.columns);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < W.columns; j++) {
      let sum = b[j];
      for (let k = 0; k < X.columns; k++) sum += X.get(i, k) * W.get(k, j);
      out.set(i, j, sum);
    }
  }
  return out;
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) if (a.get(i, j) <= 0) a.set(i, j, 0);
  return a;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const shifted = logits.subColumnVector(logits.max('row'));
  const sums = Matrix.exp(shifted).sum('row');
  return Array.from(y, (c, i) => Math.log(sums[i]) - shifted.get(i, c)).reduce((a, b) => a + b, 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
