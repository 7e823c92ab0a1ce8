// Fault: `=` where `+=` belongs in the loop over the batch, for all four gradients.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  let dW1!: Matrix, dW2!: Matrix, db1!: number[], db2!: number[];
  for (let i = 0; i < X.rows; i++) {
    const g2 = dz2.getRowVector(i);
    const g1 = g2.mmul(params.W2.transpose());
    for (let j = 0; j < g1.columns; j++) if (cache.z1.get(i, j) <= 0) g1.set(0, j, 0);
    dW2 = cache.a1.getRowVector(i).transpose().mmul(g2);
    dW1 = X.getRowVector(i).transpose().mmul(g1);
    db2 = g2.to1DArray();
    db1 = g1.to1DArray();
  }
  return { dW1, db1, dW2, db2 };
}
