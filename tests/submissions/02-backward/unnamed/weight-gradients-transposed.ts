// Fault: dW1 and dW2 come back as (h, in) and (out, h), the transposes of what is asked.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  y.forEach((c, i) => dz2.set(i, c, dz2.get(i, c) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  return {
    dW1: dz1.transpose().mmul(X),
    db1: dz1.sum('column'),
    dW2: dz2.transpose().mmul(cache.a1),
    db2: dz2.sum('column'),
  };
}
