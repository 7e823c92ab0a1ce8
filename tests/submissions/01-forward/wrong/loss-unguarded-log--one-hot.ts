// Fault: the whole log-probability matrix times the one-hot labels; -Infinity times 0 makes it NaN.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  const a = Matrix.zeros(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) for (let j = 0; j < z.columns; j++) a.set(i, j, Math.max(z.get(i, j), 0));
  return a;
}

export function softmax(z: Matrix): Matrix {
  const p = z.clone();
  for (let i = 0; i < p.rows; i++) {
    const top = p.maxRow(i);
    let sum = 0;
    for (let j = 0; j < p.columns; j++) {
      const e = Math.exp(z.get(i, j) - top);
      p.set(i, j, e);
      sum += e;
    }
    for (let j = 0; j < p.columns; j++) p.set(i, j, p.get(i, j) / sum);
  }
  return p;
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

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
