// Fault: the maximum over all logits at once, found with a flat array; the loss is built on it.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
}

export function softmax(z: Matrix): Matrix {
  const biggest = Math.max(...z.to1DArray());
  const rows = z.to2DArray().map((row) => {
    const exps = row.map((v) => Math.exp(v - biggest));
    const sum = exps.reduce((a, b) => a + b, 0);
    return exps.map((v) => v / sum);
  });
  return new Matrix(rows);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
