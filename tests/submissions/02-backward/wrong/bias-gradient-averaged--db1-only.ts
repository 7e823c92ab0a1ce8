// Fault: db2 is summed, but db1 is divided by the batch size.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

function columnSums(m: Matrix): number[] {
  const sums = new Array<number>(m.columns).fill(0);
  for (let i = 0; i < m.rows; i++) for (let j = 0; j < m.columns; j++) sums[j] += m.get(i, j);
  return sums;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const Y = Matrix.zeros(p.rows, p.columns);
  y.forEach((c, i) => Y.set(i, c, 1));
  return Matrix.sub(p, Y).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = columnSums(dz2);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) for (let j = 0; j < dz1.columns; j++) if (cache.a1.get(i, j) <= 0) dz1.set(i, j, 0);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = columnSums(dz1).map((v) => v / X.rows);
  return { dW1, db1, dW2, db2 };
}
