// Fault: W.addRow(b) for the bias row works in place, so the caller's weights have one row more after each call.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const Xb = X.clone().addColumn(new Array<number>(X.rows).fill(1));
  return Xb.mmul(W.addRow(b));
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
