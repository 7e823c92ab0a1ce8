// Fault: dW2 multiplies a1 by p/B; the labels are missing there and nowhere else.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((c, i) => onehot.set(i, c, 1));
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transpose().mmul(Matrix.div(p, X.rows));
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(W2.transpose()).mul(new Matrix(z1.to2DArray().map((r) => r.map((z) => (z > 0 ? 1 : 0)))));
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
