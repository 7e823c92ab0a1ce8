// Odd: Kahan sums over the batch.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function kahan(terms: Iterable<number>): number {
  let [sum, lost] = [0, 0];
  for (const term of terms) {
    const y = term - lost;
    const t = sum + y;
    lost = t - sum - y;
    sum = t;
  }
  return sum;
}

/** A^T B */
function transposedProduct(A: Matrix, B: Matrix): Matrix {
  const out = new Matrix(A.columns, B.columns);
  for (let i = 0; i < A.columns; i++) {
    const left = A.getColumn(i);
    for (let j = 0; j < B.columns; j++) out.set(i, j, kahan(B.getColumn(j).map((v, n) => v * left[n])));
  }
  return out;
}

const columnSums = (m: Matrix) => m.applyAlongAxis((column) => kahan(column), 'column');

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  return {
    dW1: transposedProduct(X, dz1),
    db1: columnSums(dz1),
    dW2: transposedProduct(cache.a1, dz2),
    db2: columnSums(dz2),
  };
}
