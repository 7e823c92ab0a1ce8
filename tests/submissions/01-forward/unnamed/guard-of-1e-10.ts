// Fault: the guard beside log is 1e-10, which shows where p is near 1e-6.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

const EPS = 1e-10;

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

function softRow(row: number[]): { p: number[]; logP: number[] } {
  let top = row[0];
  for (const v of row) if (v > top) top = v;
  let sum = 0;
  for (const v of row) sum += Math.exp(v - top);
  return { p: row.map((v) => Math.exp(v - top) / sum), logP: row.map((v) => v - top - Math.log(sum)) };
}

export function softmax(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => softRow(row).p));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < y.length; i++) total -= Math.log(softRow(logits.getRow(i)).p[y[i]] + EPS);
  return total / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
