// Odd: what forward returns is deeply frozen (as far as typed arrays allow) and has no prototype.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]) {
  const rows = X.mmul(W).addRowVector(b).to2DArray();
  return Object.freeze(rows.map((row) => Object.freeze(row)));
}

export function relu(z: Matrix) {
  return Object.freeze(Matrix.max(z, Matrix.zeros(z.rows, z.columns)));
}

export function softmax(z: Matrix) {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return Object.freeze(e.divColumnVector(e.sum('row')));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const cache = Object.create(null);
  cache.z1 = linear(X, W1, b1);
  cache.a1 = relu(new Matrix(cache.z1));
  cache.z2 = linear(cache.a1, W2, b2);
  return Object.freeze(cache);
}
