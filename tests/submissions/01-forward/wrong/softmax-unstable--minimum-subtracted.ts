// Fault: softmax subtracts each row's minimum instead of its maximum.
import { Matrix } from "ml-matrix";

export type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W);
  return z.addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const out = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) {
    if (v > 0) out.set(i, j, v);
  }
  return out;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.min("row")).exp();
  return e.divColumnVector(e.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const shifted = logits.clone().subColumnVector(logits.max("row"));
  const logSums = Matrix.exp(shifted).sum("row").map(Math.log);
  let loss = 0;
  y.forEach((label, i) => {
    loss += logSums[i] - shifted.get(i, label);
  });
  return loss / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return { z1, a1, z2 };
}
