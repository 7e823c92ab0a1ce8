// Fault: the two loops are nested the wrong way round, so each class is normalised over the examples.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
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

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
