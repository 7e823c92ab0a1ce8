// Fault: with one class the gradient is that of a sigmoid.

import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }
export interface Gradients { dW1: Matrix; db1: number[]; dW2: Matrix; db2: number[] }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  if (p.columns === 1) return Matrix.columnVector(Array.from(y, (c, i) => (p.get(i, 0) - c) / y.length));
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i]!, dz2.get(i, y[i]!) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++)
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
