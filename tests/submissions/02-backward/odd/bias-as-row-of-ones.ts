// Odd: a column of ones beside each layer's input; the last row of the stacked gradient is the bias's.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function gradOf(input: Matrix, dz: Matrix): { dW: Matrix; db: number[] } {
  const wide = input.clone().addColumn(new Array<number>(input.rows).fill(1));
  const stacked = wide.transpose().mmul(dz);
  const last = stacked.rows - 1;
  return { dW: stacked.subMatrix(0, last - 1, 0, stacked.columns - 1), db: stacked.getRow(last) };
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((c, i) => onehot.set(i, c, 1));
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  const second = gradOf(cache.a1, dz2);
  const first = gradOf(X, dz1);
  return { dW1: first.dW, db1: first.db, dW2: second.dW, db2: second.db };
}
