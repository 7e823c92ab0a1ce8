// Odd: returns row and column selections and flips of matrices, all of them views.
import { Matrix, MatrixColumnSelectionView, MatrixFlipColumnView, MatrixRowSelectionView } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

export function linear(X: Matrix, W: Matrix, b: number[]) {
  const upsideDown = X.clone().flipColumns().mmul(W).addRowVector(b); // last example first
  return new MatrixRowSelectionView(upsideDown, range(X.rows).reverse());
}

export function relu(z: Matrix) {
  const rectified = Matrix.max(z, Matrix.zeros(z.rows, z.columns));
  return new MatrixColumnSelectionView(rectified, range(z.columns));
}

export function softmax(z: Matrix) {
  const e = z.clone().flipRows();
  e.subColumnVector(e.max('row')).exp();
  e.divColumnVector(e.sum('row'));
  return new MatrixFlipColumnView(e);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const top = logits.max('row');
  const logSums = Matrix.exp(logits.clone().subColumnVector(top)).sum('row').map(Math.log);
  return range(y.length).reduce((sum, i) => sum + logSums[i] + top[i] - logits.get(i, y[i]), 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(new Matrix(z1));
  const z2 = linear(new Matrix(a1), params.W2, params.b2);
  return { z1, a1, z2 };
}
