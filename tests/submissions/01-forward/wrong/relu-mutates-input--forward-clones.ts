// Fault: relu multiplies z by its mask in place; forward hands it a copy, so only relu itself shows it.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const mask = new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? 1 : 0))));
  return z.mul(mask);
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (const [i, label] of [...y].entries()) loss -= Math.log(p.get(i, label) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1.clone());
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
