// Fault: forward calls linear for the hidden layer, but the output layer is a bare product without b2.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export const relu = (z: Matrix): Matrix => {
  const a = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) if (v > 0) a.set(i, j, v);
  return a;
};

function logSoftmax(z: Matrix): Matrix {
  const out = z.clone().subColumnVector(z.max('row'));
  const lse = Matrix.exp(out).sum('row').map(Math.log);
  return out.subColumnVector(lse);
}

export const softmax = (z: Matrix): Matrix => logSoftmax(z).exp();

export const crossEntropy = (logits: Matrix, y: Int32Array): number => {
  const lp = logSoftmax(logits);
  let sum = 0;
  y.forEach((c, i) => (sum += lp.get(i, c)));
  return -sum / y.length;
};

export const forward = (X: Matrix, p: Params) => {
  const z1 = linear(X, p.W1, p.b1);
  const a1 = relu(z1);
  const z2 = a1.mmul(p.W2);
  return { z1, a1, z2 };
};
