// Fault: divides by p.size, which is B times C.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) onehot.set(i, y[i], 1);
  return Matrix.sub(p, onehot).div(p.size);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const mask = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
  const dz1 = dz2.mmul(params.W2.transpose()).mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
