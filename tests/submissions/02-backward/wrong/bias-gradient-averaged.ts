// Fault: the bias gradients are means over a batch that dz2 has been divided by already.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const out = new Matrix(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < p.columns; c++) {
      const target = c === y[i] ? 1 : 0;
      out.set(i, c, (p.get(i, c) - target) / p.rows);
    }
  }
  return out;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.mean('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = da1.clone().apply(function (i, j) {
    this.set(i, j, cache.z1.get(i, j) > 0 ? this.get(i, j) : 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.mean('column');
  return { dW1, db1, dW2, db2 };
}
