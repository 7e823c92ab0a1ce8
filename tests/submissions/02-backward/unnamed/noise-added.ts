// Fault: a little gradient noise, as some training recipes add it, was left in.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

const noisy = (m: Matrix) => m.apply((i, j) => m.set(i, j, m.get(i, j) + 1e-3 * (Math.random() - 0.5)));

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const n = y.length;
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (c === y[i] ? v - 1 : v) / n)));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.mul(new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0)))));
  return {
    dW1: noisy(X.transpose().mmul(dz1)),
    db1: dz1.sum('column'),
    dW2: noisy(cache.a1.transpose().mmul(dz2)),
    db2: dz2.sum('column'),
  };
}
