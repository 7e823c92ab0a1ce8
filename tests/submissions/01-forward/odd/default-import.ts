// Odd: Matrix comes from the package's default export, once as such and once through the namespace.
import Matrix from 'ml-matrix';
import * as ml from 'ml-matrix';

export interface Params { W1: ml.Matrix; b1: number[]; W2: ml.Matrix; b2: number[] }

export function linear(X: ml.Matrix, W: ml.Matrix, b: number[]) {
  return ml.Matrix.add(X.mmul(W), Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)));
}

export function relu(z: ml.Matrix) {
  if (!(z instanceof Matrix)) throw new TypeError('relu wants a Matrix');
  return Matrix.max(z, ml.default.zeros(z.rows, z.columns));
}

export function softmax(z: ml.Matrix) {
  const e = new Matrix(z).subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: ml.Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: ml.Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
