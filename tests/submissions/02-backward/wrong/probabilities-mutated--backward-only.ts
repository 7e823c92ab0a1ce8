// Fault: softmaxCrossEntropyGrad copies p, but backward works in place on cache.p.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (v - Number(c === y[i])) / p.rows)));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const B = X.rows;
  const dz2 = cache.p;
  for (let i = 0; i < B; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  dz2.div(B);

  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply(function (i, j) {
    if (cache.z1.get(i, j) < 0) this.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
