// Fault: the bias gradients are assigned row by row, so only the last row is left of them.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = p.clone();
  y.forEach((label, i) => g.set(i, label, g.get(i, label) - 1));
  return g.div(y.length);
}

function sumRows(m: Matrix): number[] {
  const sums: number[] = [];
  for (let i = 0; i < m.rows; i++) {
    for (let j = 0; j < m.columns; j++) sums[j] = m.get(i, j);
  }
  return sums;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, a] of cache.a1.entries()) if (a === 0) dz1.set(i, j, 0);
  const dW1 = X.transpose().mmul(dz1);
  const dW2 = cache.a1.transpose().mmul(dz2);
  return { dW1, db1: sumRows(dz1), dW2, db2: sumRows(dz2) };
}
