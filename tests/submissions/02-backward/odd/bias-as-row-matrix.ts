// Odd: db1 is a 1 x h Matrix, a product with ones, and db2 a MatrixRowView.
import { Matrix, MatrixRowView } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = Matrix.div(p, y.length);
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1 / y.length);
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  const totals = Matrix.ones(2, X.rows).mmul(dz2);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: Matrix.ones(1, X.rows).mmul(dz1),
    dW2: a1.transpose().mmul(dz2),
    db2: new MatrixRowView(totals, 1),
  };
}
