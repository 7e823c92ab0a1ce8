// Odd: z1 >= 0 counts as active, and inactive entries become -0 or 0 as they come.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (v - +(y[i] === c)) / y.length)));
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  dz1.apply((i, j) => dz1.set(i, j, dz1.get(i, j) * Number(z1.get(i, j) >= 0)));
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
