// Fault: the gradients are right, but cache.z1 is turned into the mask in place.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const n = y.length;
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (c === y[i] ? v - 1 : v) / n)));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const mask = cache.z1.apply(function (i, j) {
    this.set(i, j, this.get(i, j) > 0 ? 1 : 0);
  });
  const dz1 = dz2.mmul(params.W2.transpose()).mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
