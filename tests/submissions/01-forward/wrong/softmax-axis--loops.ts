// Fault: the two loops are nested the wrong way round, so each class is normalised over the examples.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const bias = Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)); // b, once for each example
  return Matrix.add(X.mmul(W), bias);
}

export function relu(z: Matrix): Matrix {
  const a = new Matrix(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) {
    for (let j = 0; j < z.columns; j++) a.set(i, j, Math.max(0, z.get(i, j)));
  }
  return a;
}

export function softmax(z: Matrix): Matrix {
  const p = new Matrix(z.rows, z.columns);
  for (let j = 0; j < z.columns; j++) {
    const max = z.maxColumn(j);
    let sum = 0;
    for (let i = 0; i < z.rows; i++) {
      p.set(i, j, Math.exp(z.get(i, j) - max));
      sum += p.get(i, j);
    }
    for (let i = 0; i < z.rows; i++) p.set(i, j, p.get(i, j) / sum);
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < logits.rows; i++) loss -= Math.log(Math.max(p.get(i, y[i]), 1e-12));
  return loss / logits.rows;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
