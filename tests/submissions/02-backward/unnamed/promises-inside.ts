// Fault: backward is not async itself, and puts the promises of two async helpers into its result.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

const weightGrad = async (input: Matrix, dz: Matrix) => input.transpose().mmul(dz);

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  return {
    dW1: weightGrad(X, dz1),
    db1: dz1.sum('column'),
    dW2: weightGrad(cache.a1, dz2),
    db2: dz2.sum('column'),
  };
}
