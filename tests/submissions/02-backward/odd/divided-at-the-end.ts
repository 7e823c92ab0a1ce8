// Odd: backward carries p - onehot undivided and takes the mean of all four gradients at the end.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function difference(p: Matrix, y: Int32Array): Matrix {
  const d = p.clone();
  for (let i = 0; i < y.length; i++) d.set(i, y[i], d.get(i, y[i]) - 1);
  return d;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return difference(p, y).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const B = y.length;
  const dz2 = difference(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < B; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) < 0) dz1.set(i, j, 0);
  }
  return {
    dW1: X.transpose().mmul(dz1).div(B),
    db1: dz1.mean('column'),
    dW2: cache.a1.transpose().mmul(dz2).div(B),
    db2: dz2.mean('column'),
  };
}
