// Fault: the gradients are rounded to four decimals.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const tidy = (v: number) => Math.round(v * 1e4) / 1e4;
const tidyAll = (m: Matrix) => new Matrix(m.to2DArray().map((row) => row.map(tidy)));

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return tidyAll(dz2.div(y.length));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  return {
    dW1: tidyAll(X.transpose().mmul(dz1)),
    db1: dz1.sum('column').map(tidy),
    dW2: tidyAll(cache.a1.transpose().mmul(dz2)),
    db2: dz2.sum('column').map(tidy),
  };
}
