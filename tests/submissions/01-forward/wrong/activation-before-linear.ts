// Fault: forward applies relu to the inputs instead of to z1.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return Matrix.mul(X.mmul(W), 1).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const max = z.max("row");
  const s = Matrix.exp(Matrix.sub(z, new Matrix(max.map((m) => new Array<number>(z.columns).fill(m)))));
  return s.divColumnVector(s.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const losses = Array.from(y, (label, i) => -Math.log(p.get(i, label) + 1e-12));
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(relu(X), params.W1, params.b1);
  const a1 = z1;
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
