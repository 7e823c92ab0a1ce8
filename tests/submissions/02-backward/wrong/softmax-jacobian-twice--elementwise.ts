// Fault: multiplies p - onehot by softmax's slope p(1 - p), which is in there already.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const error = p.clone();
  for (let i = 0; i < y.length; i++) error.set(i, y[i], error.get(i, y[i]) - 1);
  const slope = Matrix.mul(p, Matrix.sub(Matrix.ones(p.rows, p.columns), p));
  return error.mul(slope).div(y.length);
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
