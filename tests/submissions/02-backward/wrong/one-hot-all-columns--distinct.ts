// Fault: subtracts 1 in every column that occurs in y, for all rows, once for each class present.
import { Matrix } from "ml-matrix";

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (const c of new Set(y)) {
    dz2.setColumn(c, dz2.getColumn(c).map((v) => v - 1));
  }
  return dz2.div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum("column");
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) {
    if (z <= 0) dz1.set(i, j, 0);
  }
  return { dW1: X.transpose().mmul(dz1), db1: dz1.sum("column"), dW2, db2 };
}
