// Fault: onehot - p instead of p - onehot.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const Y = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) Y.set(i, y[i], 1);
  return Y.sub(p).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { z1, a1, p } = cache;
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) {
      dz1.set(i, j, z1.get(i, j) > 0 ? dz1.get(i, j) : 0);
    }
  }
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
