// Fault: the gradient is p/B; the labels are never subtracted.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return Matrix.div(p, y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply(function (i, j) {
    if (cache.z1.get(i, j) <= 0) this.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
