// Fault: max() and sum() without an axis, so the whole matrix sums to 1.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const e = Matrix.sub(z, z.max()).exp();
  return e.div(e.sum());
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
