// Fault: the exported gradient of the loss is right, but backward works it out again without the 1/B.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
type Cache = { z1: Matrix; a1: Matrix; p: Matrix };

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const rows = p.to2DArray();
  return new Matrix(rows.map((row, i) => row.map((v, c) => (v - (c === y[i] ? 1 : 0)) / rows.length)));
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const oneHot = Matrix.zeros(p.rows, p.columns);
  for (const [i, c] of y.entries()) oneHot.set(i, c, 1);
  const dz2 = Matrix.sub(p, oneHot);

  const dz1 = dz2.mmul(W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) {
      if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
    }
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
