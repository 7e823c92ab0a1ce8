// Fault: everything in Float32Array; the difference p - onehot of a nearly perfect prediction has few digits left.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

type Rows = Float32Array[];
const f = Math.fround;
const rows = (m: Matrix): Rows => m.to2DArray().map((row) => Float32Array.from(row));

/** A^T B */
function product(A: Rows, B: Rows): Rows {
  return Array.from(A[0], (_, i) =>
    Float32Array.from(B[0], (_, j) => A.reduce((s, row, n) => f(s + f(row[i] * B[n][j])), 0)),
  );
}

const columnSums = (A: Rows) => Float32Array.from(A[0], (_, j) => A.reduce((s, row) => f(s + row[j]), 0));

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Rows {
  return rows(p).map((row, i) => row.map((v, c) => f(v - Number(c === y[i])) / y.length));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const W2 = rows(params.W2);
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = rows(cache.z1).map((z, i) =>
    z.map((v, j) => (v > 0 ? dz2[i].reduce((s, g, c) => f(s + f(g * W2[j][c])), 0) : 0)),
  );
  return {
    dW1: product(rows(X), dz1),
    db1: columnSums(dz1),
    dW2: product(rows(cache.a1), dz2),
    db2: columnSums(dz2),
  };
}
