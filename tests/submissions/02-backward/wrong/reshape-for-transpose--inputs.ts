// Fault: X is reshaped to (in, B) for dW1; everything else is transposed properly.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Cache = Record<"z1" | "a1" | "p", Matrix>;

const reshape = (m: Matrix, rows: number, columns: number) => Matrix.from1DArray(rows, columns, m.to1DArray());

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = Matrix.div(p, p.rows);
  y.forEach((c, i) => g.set(i, c, g.get(i, c) - 1 / p.rows));
  return g;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) {
      const active = cache.z1.get(i, j) > 0;
      dz1.set(i, j, active ? dz1.get(i, j) : 0);
    }
  }
  const dW1 = reshape(X, X.columns, X.rows).mmul(dz1);
  const dW2 = cache.a1.transpose().mmul(dz2);
  return { dW1, db1: dz1.sum("column"), dW2, db2: dz2.sum("column") };
}
