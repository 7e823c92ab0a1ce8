// Odd: a class Tensor that extends Matrix, with operators of its own.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

class Tensor extends Matrix {
  readonly name: string;

  constructor(m: Matrix, name = '') {
    super(m);
    this.name = name;
  }

  map(f: (v: number) => number): Tensor {
    const out = new Tensor(this, this.name);
    out.apply((i, j) => out.set(i, j, f(this.get(i, j))));
    return out;
  }

  at(W: Matrix): Tensor {
    return new Tensor(this.mmul(W), 'product');
  }

  plus(b: number[]): Tensor {
    return new Tensor(new Tensor(this).addRowVector(b), 'z');
  }
}

export function linear(X: Matrix, W: Matrix, b: number[]): Tensor {
  return new Tensor(X).at(W).plus(b);
}

export function relu(z: Matrix): Tensor {
  return new Tensor(z).map((v) => (v > 0 ? v : 0));
}

export function softmax(z: Matrix): Tensor {
  const t = new Tensor(z);
  t.subColumnVector(t.max('row'));
  const e = t.map(Math.exp);
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const logp = softmax(logits).map((v) => Math.log(v + 1e-12));
  let loss = 0;
  y.forEach((c, i) => (loss -= logp.get(i, c)));
  return loss / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, W2, b2) };
}
