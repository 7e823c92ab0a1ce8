// Fault: updates params.W2 itself with lr 0.1 before da1 is taken from it, which changes the caller's weights as well.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

const LEARNING_RATE = 0.1;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((label, i) => onehot.set(i, label, 1));
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  params.W2.sub(Matrix.mul(dW2, LEARNING_RATE));

  const mask = new Matrix(z1.to2DArray().map((row) => row.map((z) => Number(z > 0))));
  const dz1 = dz2.mmul(params.W2.transpose()).mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
