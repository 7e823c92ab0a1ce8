// Fault: the hidden layer is right, but the inputs go through relu before it as well.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W);
  for (let i = 0; i < z.rows; i++)
    for (let j = 0; j < z.columns; j++)
      z.set(i, j, z.get(i, j) + b[j]);
  return z;
}

export function relu(z: Matrix): Matrix {
  const a = new Matrix(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++)
    for (let j = 0; j < z.columns; j++)
      a.set(i, j, z.get(i, j) > 0 ? z.get(i, j) : 0);
  return a;
}

export function softmax(z: Matrix): Matrix {
  const p = new Matrix(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) {
    let m = -Infinity, s = 0;
    for (let j = 0; j < z.columns; j++) m = Math.max(m, z.get(i, j));
    for (let j = 0; j < z.columns; j++) s += Math.exp(z.get(i, j) - m);
    for (let j = 0; j < z.columns; j++) p.set(i, j, Math.exp(z.get(i, j) - m) / s);
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let L = 0;
  for (let i = 0; i < y.length; i++) L += -Math.log(Math.max(1e-12, p.get(i, y[i])));
  return L / y.length;
}

export function forward(X: Matrix, params: Params) {
  const a0 = relu(X);
  const z1 = linear(a0, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
