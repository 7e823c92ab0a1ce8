// Odd: the result is an instance of a class, with prototype getters that cannot be enumerated.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

class Gradients {
  #dz2: Matrix;
  #dz1: Matrix | undefined;

  constructor(private X: Matrix, y: Int32Array, private cache: Cache, private params: Params) {
    this.#dz2 = softmaxCrossEntropyGrad(cache.p, y);
  }

  get #hidden(): Matrix {
    if (!this.#dz1) {
      this.#dz1 = this.#dz2.mmul(this.params.W2.transpose());
      for (const [i, j, z] of this.cache.z1.entries()) if (z <= 0) this.#dz1.set(i, j, 0);
    }
    return this.#dz1;
  }

  get dW1() { return this.X.transpose().mmul(this.#hidden); }
  get db1() { return this.#hidden.sum('column'); }
  get dW2() { return this.cache.a1.transpose().mmul(this.#dz2); }
  get db2() { return this.#dz2.sum('column'); }
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  return new Gradients(X, y, cache, params);
}
