// Odd: returns dX, dz1, dz2, the mask, a function, and itself besides what is asked.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const da1 = dz2.mmul(params.W2.transpose());
  const mask = cache.z1.to2DArray().map((row) => row.map((z) => z > 0));
  const dz1 = new Matrix(da1.to2DArray().map((row, i) => row.map((g, j) => (mask[i][j] ? g : 0))));
  const dX = dz1.mmul(params.W1.transpose());
  const grads: Record<string, unknown> = {
    ...cache, ...params, dX, dz1, da1, dz2, mask,
    norm: (m: Matrix) => m.norm(),
    count: BigInt(X.rows),
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
  grads.all = grads;
  return grads;
}
