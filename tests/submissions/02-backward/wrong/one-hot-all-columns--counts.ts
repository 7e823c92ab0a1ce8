// Fault: two nested loops subtract 1 for every label of the batch in every row.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = p.clone();
  for (let i = 0; i < g.rows; i++) {
    for (const label of y) {
      g.set(i, label, g.get(i, label) - 1);
    }
  }
  g.div(g.rows);
  return g;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const da1 = dz2.mmul(W2.transpose());
  const dz1 = new Matrix(da1.to2DArray().map((row, i) => row.map((v, j) => v * (z1.get(i, j) > 0 ? 1 : 0))));
  const dW1 = X.transpose().mmul(dz1);
  const dW2 = a1.transpose().mmul(dz2);
  return { dW1, db1: dz1.sum('column'), dW2, db2: dz2.sum('column') };
}
