// Fault: maps the labels to each example's share of the mean, in an Int32Array that cuts the shares to 0.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);
export const relu = (z: Matrix): Matrix => Matrix.max(z, Matrix.zeros(z.rows, z.columns));

export const softmax = (z: Matrix): Matrix => {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
};

export const crossEntropy = (logits: Matrix, y: Int32Array): number => {
  const p = softmax(logits);
  return y.map((label, i) => -Math.log(p.get(i, label) + 1e-12) / y.length).reduce((a, b) => a + b);
};

export const forward = (X: Matrix, params: Params) => {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, params.W2, params.b2) };
};
