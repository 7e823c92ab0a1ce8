// Fault: dz2 itself is made max(y)+1 columns wide.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const C = y.reduce((a, b) => Math.max(a, b)) + 1;
  const dz2 = new Matrix(y.length, C);
  for (let i = 0; i < y.length; i++) {
    for (let c = 0; c < C; c++) {
      dz2.set(i, c, (p.get(i, c) - (c === y[i] ? 1 : 0)) / y.length);
    }
  }
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) dz1.set(i, j, cache.z1.get(i, j) > 0 ? dz1.get(i, j) : 0);
  }
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
