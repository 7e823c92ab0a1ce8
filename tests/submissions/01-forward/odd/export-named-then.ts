// Odd: among the extra exports is a function called then, which a careless import() would take for a promise's.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

/** Feeds a value to the next function of a pipeline. */
export function then<A, B>(value: A, next: (value: A) => B): B {
  return next(value);
}

export const version = '1.0';
export const constructor = null;
export class Helper {}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return then(X.mmul(W), (z) => z.addRowVector(b));
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = then(z.clone().subColumnVector(z.max('row')), (shifted) => shifted.exp());
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const sum = Array.from(y, (c, i) => Math.log(p.get(i, c) + 1e-12)).reduce((a, b) => a + b, 0);
  return -sum / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = then(z1, relu);
  return { z1, a1, z2: linear(a1, W2, b2) };
}
