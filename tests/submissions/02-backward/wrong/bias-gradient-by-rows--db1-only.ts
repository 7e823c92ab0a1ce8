// Fault: db2 sums the columns, db1 the rows.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const Y = new Matrix(p.rows, p.columns);
  y.forEach((c, i) => Y.set(i, c, 1));
  return Matrix.sub(p, Y).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const mask = new Matrix(cache.a1.to2DArray().map((row) => row.map((a) => (a > 0 ? 1 : 0))));
  const dz1 = dz2.mmul(params.W2.transpose()).mul(mask);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.to2DArray().map((row) => row.reduce((a, b) => a + b, 0)),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
