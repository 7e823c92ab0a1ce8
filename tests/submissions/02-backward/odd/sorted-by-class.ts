// Odd: reorders its own copy of the batch by label first; sums over the batch do not mind.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const order = [...y.keys()].sort((a, b) => y[a] - y[b] || b - a);
  const take = (m: Matrix) => m.subMatrixRow(order);
  const [x, z1, a1, p] = [X, cache.z1, cache.a1, cache.p].map(take);
  const dz2 = softmaxCrossEntropyGrad(p, Int32Array.from(order, (i) => y[i]));
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  return {
    dW1: x.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
