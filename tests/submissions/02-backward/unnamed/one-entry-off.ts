// Fault: the largest entry of dW1 is 1 % too large.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
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
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  const [row, column] = dW1.maxIndex();
  dW1.set(row, column, dW1.get(row, column) * 1.01);
  return { dW1, db1, dW2, db2 };
}
