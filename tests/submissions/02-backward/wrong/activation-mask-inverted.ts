// Fault: lets the gradient through where z1 < 0.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { z1, a1, p } = cache;
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const mask = z1.clone();
  for (let i = 0; i < mask.rows; i++) {
    for (let j = 0; j < mask.columns; j++) mask.set(i, j, z1.get(i, j) < 0 ? 1 : 0);
  }
  const dz1 = da1.mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
