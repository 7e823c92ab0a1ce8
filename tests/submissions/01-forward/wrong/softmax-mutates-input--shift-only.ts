// Fault: the max is subtracted in the caller's matrix before a new one is filled, and the loss calls this softmax.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  for (let i = 0; i < z.rows; i++) {
    const m = z.maxRow(i);
    for (let j = 0; j < z.columns; j++) z.set(i, j, z.get(i, j) - m);
  }
  const e = Matrix.exp(z);
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const terms = Array.from(y, (c, i) => -Math.log(Math.max(p.get(i, c), 1e-12)));
  return terms.reduce((a, b) => a + b, 0) / terms.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
