// Fault: sends p - onehot through the full softmax Jacobian, as if it were the gradient with respect to p.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

/** diag(p) - p p^T */
function jacobian(p: number[]): Matrix {
  const column = Matrix.columnVector(p);
  return Matrix.diag(p).sub(column.mmul(column.transpose()));
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz = new Matrix(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    const prob = p.getRow(i);
    const dp = prob.map((v, c) => (v - (c === y[i] ? 1 : 0)) / p.rows);
    dz.setRow(i, jacobian(prob).mmul(Matrix.columnVector(dp)).to1DArray());
  }
  return dz;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++)
    for (let j = 0; j < dz1.columns; j++)
      if (cache.a1.get(i, j) === 0) dz1.set(i, j, 0);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
