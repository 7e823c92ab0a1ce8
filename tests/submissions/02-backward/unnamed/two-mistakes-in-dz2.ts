// Fault: onehot - p, and not divided by the batch size: two mistakes in one matrix.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const Y = Matrix.zeros(p.rows, p.columns);
  y.forEach((c, i) => Y.set(i, c, 1));
  return Y.sub(p);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) {
    if (z <= 0) dz1.set(i, j, 0);
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
