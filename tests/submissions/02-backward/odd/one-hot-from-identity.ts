// Odd: one-hot labels are rows of the identity matrix, and dW2 splits into a part for p and one for the labels.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const oneHot = (y: Int32Array, C: number) => new Matrix([...y].map((c) => Matrix.eye(C, C).getRow(c)));

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return Matrix.sub(p, oneHot(y, p.columns)).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const B = X.rows;
  const Y = oneHot(y, p.columns);
  const a1T = a1.transpose();
  const dW2 = Matrix.sub(a1T.mmul(p), a1T.mmul(Y)).div(B);
  const [sumP, sumY] = [p.sum('column'), Y.sum('column')];
  const db2 = sumP.map((s, c) => (s - sumY[c]) / B);
  const dz1 = p.mmul(W2.transpose()).sub(Y.mmul(W2.transpose())).div(B);
  dz1.apply((i, j) => z1.get(i, j) < 0 && dz1.set(i, j, 0));
  return { dW1: X.transpose().mmul(dz1), db1: dz1.sum('column'), dW2, db2 };
}
