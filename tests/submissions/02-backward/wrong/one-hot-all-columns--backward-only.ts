// Fault: the function is right, but backward subtracts 1 in the columns [...y] of every row.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Cache = Record<"z1" | "a1" | "p", Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = p.clone();
  y.forEach((label, i) => {
    g.set(i, label, g.get(i, label) - 1);
  });
  return g.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const B = X.rows;
  const labels = [...y];
  const dz2 = new Matrix(
    cache.p.to2DArray().map((row) => row.map((prob, c) => (labels.includes(c) ? prob - 1 : prob) / B)),
  );
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) {
    if (z < 0) dz1.set(i, j, 0);
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum("column"),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum("column"),
  };
}
