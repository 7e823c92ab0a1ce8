// Fault: W2 is reshaped to (out, h), which has the shape of the transpose and the numbers in another order.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { W2 } = params;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const W2T = Matrix.from1DArray(W2.columns, W2.rows, W2.to1DArray());
  const da1 = dz2.mmul(W2T);
  const dz1 = da1.mul(new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0)))));
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
