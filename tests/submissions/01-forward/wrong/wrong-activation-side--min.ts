// Fault: min(0, z) instead of max(0, z).
import { Matrix } from "ml-matrix";

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  return Matrix.min(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max("row")).exp();
  const s = e.sum("row");
  return e.divColumnVector(s);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let total = 0;
  for (let n = 0; n < y.length; n++) total += Math.log(p.get(n, y[n]) + 1e-12);
  return -(total / y.length);
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
