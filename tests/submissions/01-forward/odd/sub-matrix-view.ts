// Odd: the bias is a last row of ones; what is returned are views into the wider matrices.
import { Matrix, MatrixSubView } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

/** X with a column of ones at the end. */
function withOnes(X: Matrix): Matrix {
  const wide = Matrix.ones(X.rows, X.columns + 1);
  wide.setSubMatrix(X, 0, 0);
  return wide;
}

/** W above b. */
function stacked(W: Matrix, b: number[]): Matrix {
  const tall = Matrix.zeros(W.rows + 1, W.columns);
  tall.setSubMatrix(W, 0, 0);
  tall.setRow(W.rows, b);
  return tall;
}

const withoutLast = (m: Matrix) => new MatrixSubView(m, 0, m.rows - 1, 0, m.columns - 2);

export function linear(X: Matrix, W: Matrix, b: number[]) {
  return withOnes(X).mmul(stacked(W, b));
}

export function relu(z: Matrix) {
  const wide = withOnes(z);
  wide.apply((i, j) => wide.set(i, j, Math.max(0, wide.get(i, j))));
  return withoutLast(wide);
}

export function softmax(z: Matrix) {
  const wide = Matrix.zeros(z.rows, z.columns + 1);
  const e = z.clone().subColumnVector(z.max('row')).exp();
  wide.setSubMatrix(e.divColumnVector(e.sum('row')), 0, 0);
  return withoutLast(wide);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(Math.max(p.get(i, y[i]), 1e-12));
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(new Matrix(a1), params.W2, params.b2);
  return { z1, a1, z2 };
}
