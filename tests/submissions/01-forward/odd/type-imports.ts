// Odd: types, and only types, from packages that may not be imported.
import { Matrix } from 'ml-matrix';
import type { Tensor2D } from '@tensorflow/tfjs';
import { type Buffer } from 'node:buffer';
import type * as fs from 'node:fs';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export type { Stats } from 'node:fs';

type Anything = Matrix | Tensor2D | Buffer | fs.Dirent | import('node:http').Server;

const check = (m: Anything): Matrix => m as Matrix;

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return check(X.mmul(W)).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
