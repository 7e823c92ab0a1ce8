// Fault: dz2 times W2 without the transpose, which passes unseen only where h equals the number of classes.
import { Matrix } from "ml-matrix";

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
  const db2 = dz2.sum("column");
  const da1 = dz2.mmul(params.W2);
  const mask = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
  const dz1 = Matrix.mul(da1, mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum("column");
  return { dW1, db1, dW2, db2 };
}
