import type { Matrix } from 'ml-matrix';
import { softmaxCrossEntropyGrad } from './grad.ts';
import type { Cache, Params } from './types.ts';
import constants from './constants.json';

export default function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) {
    if (z <= constants.threshold) dz1.set(i, j, 0);
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
