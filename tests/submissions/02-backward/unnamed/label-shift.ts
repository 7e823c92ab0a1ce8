// Fault: labels counted from 1, so the 1 is subtracted one class too early, the first class wrapping round to the last.
import { Matrix } from "ml-matrix";

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  const C = p.columns;
  for (let i = 0; i < y.length; i++) {
    const c = (y[i] - 1 + C) % C;
    dz2.set(i, c, dz2.get(i, c) - 1);
  }
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum("column");
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum("column");
  return { dW1, db1, dW2, db2 };
}
