// Fault: the row sums are divided out with divRowVector, which throws unless there are as many examples as classes.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max("row")).exp();
  return e.divRowVector(e.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max("row");
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const s = logits.getRow(i).reduce((acc, v) => acc + Math.exp(v - m[i]), 0);
    loss += m[i] + Math.log(s) - logits.get(i, y[i]);
  }
  return loss / y.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
