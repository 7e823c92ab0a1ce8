// Fault: no transpose of W2, and the mask is applied over whatever columns came out, so dW1 gets the width of the classes.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Cache = Record<"z1" | "a1" | "p", Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) onehot.set(i, y[i], 1);
  return Matrix.sub(p, onehot).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum("column");
  const dz1 = dz2.mmul(params.W2);
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) {
      if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
    }
  }
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum("column");
  return { dW1, db1, dW2, db2 };
}
