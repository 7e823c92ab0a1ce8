// Fault: softmaxCrossEntropyGrad leaves out the 1/B; backward divides at the end, so its own results are right.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  y.forEach((label, i) => onehot.set(i, label, 1));
  return Matrix.sub(p, onehot);
}

export function backward(
  X: Matrix,
  y: Int32Array,
  cache: { z1: Matrix; a1: Matrix; p: Matrix },
  params: Params,
) {
  const B = X.rows;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = new Matrix(
    da1.to2DArray().map((row, i) => row.map((g, j) => (cache.a1.get(i, j) > 0 ? g : 0))),
  );
  const dW1 = X.transpose().mmul(dz1).div(B);
  const dW2 = cache.a1.transpose().mmul(dz2).div(B);
  const db1 = dz1.mean('column');
  const db2 = dz2.mean('column');
  return { dW1, db1, dW2, db2 };
}
