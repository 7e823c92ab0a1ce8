// Fault: a log-sum-exp loss that forgets to divide by the batch size.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

const sum = (xs: number[]) => xs.reduce((a, b) => a + b, 0);
const logSumExp = (xs: number[]) => {
  const m = Math.max(...xs);
  return m + Math.log(sum(xs.map((x) => Math.exp(x - m))));
};

export const linear = (X: Matrix, W: Matrix, b: number[]) => X.mmul(W).addRowVector(b);
export const relu = (z: Matrix) => new Matrix(z.to2DArray().map((r) => r.map((v) => Math.max(v, 0))));
export const softmax = (z: Matrix) =>
  new Matrix(z.to2DArray().map((r) => r.map((v) => Math.exp(v - logSumExp(r)))));
export const crossEntropy = (logits: Matrix, y: Int32Array) =>
  sum(logits.to2DArray().map((r, i) => logSumExp(r) - r[y[i]]));

export const forward = (X: Matrix, { W1, b1, W2, b2 }: Params) => {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, W2, b2) };
};
