// Odd: full of type errors that change nothing in what it computes.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

let unused: number = 'not a number';

export function linear(X: Matrix, W: Matrix, b: string): Promise<Matrix> {
  return X.mmul(W).addRowVector(b);
}

export function relu(z): number {
  return z.clone().apply(function (i, j) {
    if (this.get(i, j) < 0) this.set(i, j, 0);
  });
}

export function softmax(z: Matrx): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'), 'one argument too many');
}

export function crossEntropy(logits: Matrix, y: Int32Array) {
  const p: string = softmax(logits);
  let loss = 0;
  for (const i of p.to2DArray().keys()) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X, params: Params): { z1: Matrix } {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
