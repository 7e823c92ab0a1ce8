// Odd: forward returns an object of a class whose getters work each layer out when it is read.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

class Pass {
  #X: Matrix;
  #params: Params;
  constructor(X: Matrix, params: Params) {
    this.#X = X;
    this.#params = params;
  }
  get z1() { return linear(this.#X, this.#params.W1, this.#params.b1); }
  get a1() { return relu(this.z1); }
  get z2() { return linear(this.a1, this.#params.W2, this.#params.b2); }
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
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
  return new Pass(X, params);
}
