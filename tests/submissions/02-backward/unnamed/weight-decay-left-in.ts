// Fault: the gradients of an L2 penalty are added, which the loss asked for does not have.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const LAMBDA = 1e-3;

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
  const dW2 = cache.a1.transpose().mmul(dz2).add(Matrix.mul(params.W2, LAMBDA));
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1).add(Matrix.mul(params.W1, LAMBDA));
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
