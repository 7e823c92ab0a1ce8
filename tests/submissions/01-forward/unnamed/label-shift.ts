// Fault: the loss reads the class after the true one, the last class wrapping round to the first.
import { Matrix } from "ml-matrix";

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  a.apply((i, j) => {
    if (a.get(i, j) < 0) a.set(i, j, 0);
  });
  return a;
}

export function softmax(z: Matrix): Matrix {
  const rows = z.to2DArray().map((row) => {
    const max = Math.max(...row);
    const exps = row.map((v) => Math.exp(v - max));
    const total = exps.reduce((a, b) => a + b, 0);
    return exps.map((v) => v / total);
  });
  return new Matrix(rows);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const C = logits.columns;
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, (y[i] + 1) % C) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
