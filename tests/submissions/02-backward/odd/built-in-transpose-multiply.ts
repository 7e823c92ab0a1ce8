// Odd: uses ml-matrix's transposeMultiply, and in-place work on its own copies.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz = new Matrix(p);
  y.forEach((label, i) => dz.set(i, label, dz.get(i, label) - 1));
  dz.multiply(1 / p.rows);
  return dz;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transposeMultiply(dz);
  const db2 = dz.sum('column');
  const step = Matrix.sign(z1).add(1).div(2);
  const dz1 = dz.mmul(W2.transpose()).mul(step);
  return { dW1: X.transposeMultiply(dz1), db1: dz1.sum('column'), dW2, db2 };
}
