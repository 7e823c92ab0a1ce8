// Fault: the gradients go out under the names of the parameters.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) onehot.set(i, y[i], 1);
  return Matrix.sub(p, onehot).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Params {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  return {
    W1: X.transpose().mmul(dz1),
    b1: dz1.sum('column'),
    W2: cache.a1.transpose().mmul(dz2),
    b2: dz2.sum('column'),
  };
}
