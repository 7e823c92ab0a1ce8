// Fault: forward returns softmax(z2) where the logits belong.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
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
  const shifted = z.clone();
  shifted.subColumnVector(shifted.max('row'));
  const exps = Matrix.exp(shifted);
  return exps.divColumnVector(exps.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const picked = [...y].map((label, i) => p.get(i, label));
  return -picked.map((v) => Math.log(v + 1e-12)).reduce((a, b) => a + b, 0) / picked.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2: softmax(z2) };
}
