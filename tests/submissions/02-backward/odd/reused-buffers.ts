// Odd: the result's arrays are kept between calls of the same sizes, and filled afresh each time.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }
interface Grads { dW1: Matrix; db1: number[]; dW2: Matrix; db2: number[] }

const buffers = new Map<string, Grads>();

function cleared({ W1, W2 }: Params): Grads {
  const key = [W1.rows, W1.columns, W2.columns].join();
  const grads = buffers.get(key) ?? {
    dW1: Matrix.zeros(W1.rows, W1.columns),
    db1: new Array<number>(W1.columns),
    dW2: Matrix.zeros(W2.rows, W2.columns),
    db2: new Array<number>(W2.columns),
  };
  buffers.set(key, grads);
  grads.dW1.fill(0);
  grads.dW2.fill(0);
  grads.db1.fill(0);
  grads.db2.fill(0);
  return grads;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const grads = cleared(params);
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  grads.dW1.add(X.transpose().mmul(dz1));
  grads.dW2.add(cache.a1.transpose().mmul(dz2));
  dz1.sum('column').forEach((v, j) => (grads.db1[j] += v));
  dz2.sum('column').forEach((v, c) => (grads.db2[c] += v));
  return grads;
}
