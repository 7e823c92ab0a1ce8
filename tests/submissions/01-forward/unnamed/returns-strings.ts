// Fault: softmax and the loss come out of toFixed, as text.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
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

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
