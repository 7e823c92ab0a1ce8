// Odd: one class with static methods and private fields does the work; the exports are taken from it.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

class Net {
  static #guard = 1e-12;
  #params: Params;

  static {
    Net.#guard = Math.min(Net.#guard, 1e-15);
  }

  constructor(params: Params) {
    this.#params = params;
  }

  static linear(X: Matrix, W: Matrix, b: number[]) { return X.mmul(W).addRowVector(b); }
  static relu(z: Matrix) { return Matrix.max(z, Matrix.zeros(z.rows, z.columns)); }
  static softmax(z: Matrix) {
    const e = z.clone().subColumnVector(z.max('row')).exp();
    return e.divColumnVector(e.sum('row'));
  }
  static crossEntropy(logits: Matrix, y: Int32Array) {
    const p = Net.softmax(logits);
    let loss = 0;
    for (let i = 0; i < y.length; i++) loss -= Math.log(Math.max(p.get(i, y[i]), Net.#guard));
    return loss / y.length;
  }

  forward(X: Matrix) {
    const { W1, b1, W2, b2 } = this.#params;
    const z1 = Net.linear(X, W1, b1);
    const a1 = Net.relu(z1);
    return { z1, a1, z2: Net.linear(a1, W2, b2) };
  }
}

export const { linear, relu, softmax, crossEntropy } = Net;
export const forward = (X: Matrix, params: Params) => new Net(params).forward(X);
