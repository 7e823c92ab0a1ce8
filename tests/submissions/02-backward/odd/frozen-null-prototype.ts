// Odd: a frozen object without a prototype, with frozen arrays in it.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const rows = p.to2DArray().map((row, i) => row.map((v, c) => (v - (c === y[i] ? 1 : 0)) / p.rows));
  return Object.freeze(rows.map((row) => Object.freeze(row)));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = new Matrix(softmaxCrossEntropyGrad(cache.p, y) as number[][]);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  return Object.freeze(
    Object.assign(Object.create(null), {
      dW1: Object.freeze(X.transpose().mmul(dz1)),
      db1: Object.freeze(dz1.sum('column')),
      dW2: Object.freeze(cache.a1.transpose().mmul(dz2)),
      db2: Object.freeze(dz2.sum('column')),
    }),
  );
}
