// Odd: one example at a time, the last one first, as sums of outer products.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const outer = (u: number[], v: number[]) => Matrix.columnVector(u).mmul(Matrix.rowVector(v));
const plus = (u: number[], v: number[]) => u.map((x, i) => x + v[i]);

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = Matrix.zeros(p.rows, p.columns);
  for (let i = p.rows - 1; i >= 0; i--) {
    dz2.setRow(i, p.getRow(i).map((v, c) => (v - (c === y[i] ? 1 : 0)) / p.rows));
  }
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { W1, b1, W2, b2 } = params;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW1 = Matrix.zeros(W1.rows, W1.columns);
  const dW2 = Matrix.zeros(W2.rows, W2.columns);
  let db1 = b1.map(() => 0);
  let db2 = b2.map(() => 0);
  for (let i = X.rows - 1; i >= 0; i--) {
    const g2 = dz2.getRow(i);
    const up = W2.mmul(Matrix.columnVector(g2)).to1DArray();
    const g1 = up.map((v, j) => (cache.z1.get(i, j) > 0 ? v : 0));
    dW2.add(outer(cache.a1.getRow(i), g2));
    dW1.add(outer(X.getRow(i), g1));
    db2 = plus(db2, g2);
    db1 = plus(db1, g1);
  }
  return { dW1, db1, dW2, db2 };
}
