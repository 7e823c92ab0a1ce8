// Odd: sparse: for each example only the units that fired are visited.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const rows = p.to2DArray();
  for (const [i, row] of rows.entries()) row[y[i]]--;
  return new Matrix(rows).div(rows.length);
}

export function backward(X: Matrix, y: Int32Array, { a1, p }: Cache, { W1, W2 }: Params) {
  const dW1 = Matrix.zeros(W1.rows, W1.columns);
  const dW2 = Matrix.zeros(W2.rows, W2.columns);
  const db1 = new Array<number>(W1.columns).fill(0);
  const db2 = new Array<number>(W2.columns).fill(0);
  const add = (m: Matrix, i: number, j: number, v: number) => m.set(i, j, m.get(i, j) + v);

  softmaxCrossEntropyGrad(p, y).to2DArray().forEach((g, n) => {
    g.forEach((v, c) => (db2[c] += v));
    const active = a1.getRow(n).flatMap((a, j) => (a > 0 ? [j] : []));
    for (const j of active) {
      let back = 0;
      g.forEach((v, c) => {
        add(dW2, j, c, v * a1.get(n, j));
        back += v * W2.get(j, c);
      });
      db1[j] += back;
      X.getRow(n).forEach((x, d) => add(dW1, d, j, x * back));
    }
  });
  return { dW1, db1, dW2, db2 };
}
