// Fault: the loss is the sum over the batch, not its mean.
import { Matrix } from "ml-matrix";

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
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
  const out = new Matrix(z.rows, z.columns);
  for (let r = 0; r < z.rows; r++) {
    const row = z.getRow(r);
    const m = Math.max(...row);
    const denominator = row.reduce((s, v) => s + Math.exp(v - m), 0);
    out.setRow(r, row.map((v) => Math.exp(v - m) / denominator));
  }
  return out;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    loss -= Math.log(p.get(i, y[i]) + 1e-12);
  }
  return loss;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return { z1, a1, z2 };
}
