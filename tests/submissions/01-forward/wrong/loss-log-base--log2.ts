// Fault: measures the loss in bits, with Math.log2.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const shifted = z.clone();
  shifted.subColumnVector(shifted.max('row'));
  const exps = Matrix.exp(shifted);
  return exps.divColumnVector(exps.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let bits = 0;
  for (let i = 0; i < y.length; i++) bits -= Math.log2(p.get(i, y[i]) + 1e-12);
  return bits / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
