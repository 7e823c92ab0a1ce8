// Odd: all four gradients lie in one big matrix; the results are windows on it and wraps of arrays.
import { Matrix, MatrixSubView, wrap } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const rows = p.to2DArray();
  rows.forEach((row, i) => (row[y[i]] -= 1));
  return wrap(rows.map((row) => row.map((v) => v / rows.length)));
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W1, W2 }: Params) {
  const [D, H, C] = [W1.rows, W1.columns, W2.columns];
  const dz2 = new Matrix(softmaxCrossEntropyGrad(p, y));
  const dz1 = dz2.mmul(W2.transpose());
  dz1.apply((i, j) => {
    if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  const all = Matrix.zeros(D + H + 2, Math.max(H, C));
  all.setSubMatrix(X.transpose().mmul(dz1), 0, 0);
  all.setSubMatrix(a1.transpose().mmul(dz2), D, 0);
  all.setSubMatrix(Matrix.rowVector(dz1.sum('column')), D + H, 0);
  return {
    dW1: new MatrixSubView(all, 0, D - 1, 0, H - 1),
    dW2: new MatrixSubView(all, D, D + H - 1, 0, C - 1),
    db1: new MatrixSubView(all, D + H, D + H, 0, H - 1),
    db2: wrap(dz2.sum('column')),
  };
}
