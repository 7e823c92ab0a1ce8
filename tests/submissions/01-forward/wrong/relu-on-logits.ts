// Fault: forward applies relu to the output layer too.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

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
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const out = z.clone();
  out.subColumnVector(out.max('row'));
  out.exp();
  out.divColumnVector(out.sum('row'));
  return out;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < p.rows; i++) loss += -Math.log(p.get(i, y[i]) + 1e-12);
  return loss / p.rows;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = relu(linear(a1, params.W2, params.b2));
  return { z1, a1, z2 };
}
