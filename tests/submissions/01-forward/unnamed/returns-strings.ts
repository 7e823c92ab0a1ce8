// Fault: softmax and the loss come out of toFixed, as text.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map((v) => Math.max(v, 0)));
}

function probabilities(z: Matrix): number[][] {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row')).to2DArray();
}

export function softmax(z: Matrix) {
  return probabilities(z).map((row) => row.map((v) => v.toFixed(12)));
}

export function crossEntropy(logits: Matrix, y: Int32Array) {
  const p = probabilities(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p[i][y[i]] + 1e-12);
  return (loss / y.length).toFixed(12);
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
