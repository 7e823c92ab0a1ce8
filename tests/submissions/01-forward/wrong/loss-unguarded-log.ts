// Fault: the log of a softmax that can underflow to 0.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const bias = Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)); // b, once for each example
  return Matrix.add(X.mmul(W), bias);
}

export function relu(z: Matrix): Matrix {
  const out = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) {
    if (v > 0) out.set(i, j, v);
  }
  return out;
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

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]));
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
