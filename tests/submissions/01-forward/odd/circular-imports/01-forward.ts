// Odd: two files that import each other, which works since nobody calls the other while loading.
import { Matrix } from 'ml-matrix';
import { crossEntropy, softmax } from './loss.ts';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export { crossEntropy, softmax };

export function map(m: Matrix, f: (v: number) => number): Matrix {
  return new Matrix(m.to2DArray().map((row) => row.map(f)));
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return map(z, (v) => Math.max(0, v));
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
