// Fault: in backward the static Matrix.sub returns p - onehot, and nobody keeps it; the exported function is right.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function oneHot(y: Int32Array, classes: number): Matrix {
  return new Matrix(Array.from(y, (label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0))));
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return Matrix.sub(p, oneHot(y, p.columns)).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = cache.p.clone();
  Matrix.sub(dz2, oneHot(y, dz2.columns));
  dz2.div(y.length);

  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum("column");
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = da1.mul(new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0)))));
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum("column");
  return { dW1, db1, dW2, db2 };
}
