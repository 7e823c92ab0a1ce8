// Fault: db1 is worked out and forgotten in the result.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((label, i) => onehot.set(i, label, 1));
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const mask = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
  const dz1 = dz2.mmul(params.W2.transpose()).mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, dW2, db2 };
}
