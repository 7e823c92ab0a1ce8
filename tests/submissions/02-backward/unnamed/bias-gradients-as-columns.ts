// Fault: db1 and db2 are n x 1 matrices.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = Matrix.div(p, y.length);
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1 / y.length));
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const ones = Matrix.ones(X.rows, 1);
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  for (const [i, j, z] of z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.transpose().mmul(ones),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.transpose().mmul(ones),
  };
}
