// Fault: p - onehot is not divided by the batch size, and backward builds on it.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) {
    dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  }
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const mask = cache.z1.clone().apply(function (i, j) {
    this.set(i, j, this.get(i, j) > 0 ? 1 : 0);
  });
  const dz1 = Matrix.mul(da1, mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
