// Fault: forward takes z1 straight into the second layer; relu is there but never called.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W);
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((r) => r.map((x) => Math.max(0, x))));
}

export function softmax(z: Matrix): Matrix {
  const e = Matrix.exp(z.clone().subColumnVector(z.max('row')));
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let s = 0;
  for (const [i, c] of y.entries()) s += Math.log(Math.max(p.get(i, c), 1e-15));
  return -s / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = z1;
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
