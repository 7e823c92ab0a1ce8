// Fault: the loop over the hidden units stops one short, so the last row of dW2 stays 0.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
type Cache = Record<"z1" | "a1" | "p", Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((label, i) => onehot.set(i, label, 1));
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dW2 = Matrix.zeros(W2.rows, W2.columns);
  for (let j = 0; j < W2.rows - 1; j++) {
    for (let c = 0; c < W2.columns; c++) {
      for (let n = 0; n < X.rows; n++) dW2.set(j, c, dW2.get(j, c) + a1.get(n, j) * dz2.get(n, c));
    }
  }
  const dz1 = dz2.mmul(W2.transpose());
  for (const [i, j, z] of z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  return { dW1: X.transpose().mmul(dz1), db1: dz1.sum("column"), dW2, db2: dz2.sum("column") };
}
