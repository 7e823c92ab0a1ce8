// Fault: dz2 holds the 1/B already, and all four gradients are divided by B once more.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const d = p.clone();
  y.forEach((c, i) => d.set(i, c, d.get(i, c) - 1));
  return d.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const B = X.rows;
  const { z1, a1, p } = cache;

  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transpose().mmul(dz2).div(B);
  const db2 = dz2.sum('column').map((v) => v / B);

  const dz1 = dz2.mmul(params.W2.transpose());
  z1.to2DArray().forEach((row, i) => row.forEach((z, j) => { if (z < 0) dz1.set(i, j, 0); }));
  const dW1 = X.transpose().mmul(dz1).div(B);
  const db1 = dz1.sum('column').map((v) => v / B);

  return { dW1, db1, dW2, db2 };
}
