// Fault: new Array(n) is not filled, and undefined + number is NaN in both bias gradients.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function columnSums(m: Matrix): number[] {
  const sums: number[] = new Array(m.columns);
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.columns; j++) sums[j] += m.get(i, j);
  }
  return sums;
}

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
  const db2 = columnSums(dz2);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) {
    if (z <= 0) dz1.set(i, j, 0);
  }
  const dW1 = X.transpose().mmul(dz1);
  const db1 = columnSums(dz1);
  return { dW1, db1, dW2, db2 };
}
