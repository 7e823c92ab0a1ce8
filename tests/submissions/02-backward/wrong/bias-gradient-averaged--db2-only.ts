// Fault: only the output layer's bias is averaged once too often.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const B = y.length;
  const g = Matrix.mul(p, 1 / B);
  for (let i = 0; i < B; i++) g.set(i, y[i], g.get(i, y[i]) - 1 / B);
  return g;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const ones = Matrix.ones(1, X.rows);
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  dz1.apply((i, j) => { if (z1.get(i, j) <= 0) dz1.set(i, j, 0); });
  return {
    dW1: X.transpose().mmul(dz1),
    db1: ones.mmul(dz1).to1DArray(),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.mean('column'),
  };
}
