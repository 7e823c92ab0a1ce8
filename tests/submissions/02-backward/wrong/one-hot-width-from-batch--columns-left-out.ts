// Fault: only the columns up to the batch's top class are filled, those beyond stay 0.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const classes = Math.max(...y) + 1;
  const dz2 = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < classes; c++) {
      dz2.set(i, c, p.get(i, c) / p.rows);
    }
    dz2.set(i, y[i], (p.get(i, y[i]) - 1) / p.rows);
  }
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  z1.to2DArray().forEach((row, i) => {
    row.forEach((z, j) => {
      if (z <= 0) dz1.set(i, j, 0);
    });
  });
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
