// Fault: sum('row') gives one number for each example, not one for each unit.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const B = p.rows;
  const grad = Matrix.div(p, B);
  for (let i = 0; i < B; i++) {
    grad.set(i, y[i], grad.get(i, y[i]) - 1 / B);
  }
  return grad;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('row');
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = da1.clone();
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('row');
  return { dW1, db1, dW2, db2 };
}
