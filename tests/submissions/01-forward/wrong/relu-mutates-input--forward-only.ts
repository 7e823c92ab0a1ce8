// Fault: the exported relu copies, but forward clips z1 in place.
import { Matrix } from "ml-matrix";

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const bias = Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)); // b, once for each example
  return Matrix.add(X.mmul(W), bias);
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max("row")).exp();
  return e.divColumnVector(e.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max("row");
  const s = Matrix.exp(logits.clone().subColumnVector(m)).sum("row");
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss += Math.log(s[i]) + m[i] - logits.get(i, y[i]);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = z1.apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}
