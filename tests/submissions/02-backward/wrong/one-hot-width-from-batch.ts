// Fault: the one-hot matrix has max(y)+1 columns, so the subtraction throws where the top class is absent.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function oneHot(y: Int32Array): Matrix {
  const classes = Math.max(...y) + 1;
  const Y = Matrix.zeros(y.length, classes);
  for (let i = 0; i < y.length; i++) Y.set(i, y[i], 1);
  return Y;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return Matrix.sub(p, oneHot(y)).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = da1.clone().apply(function (i, j) {
    if (cache.z1.get(i, j) <= 0) this.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
