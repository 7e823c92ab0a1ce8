// Fault: forward names its results Z1, A1 and logits.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const out = Matrix.zeros(X.rows, W.columns);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < W.columns; j++) {
      let sum = b[j];
      for (let k = 0; k < X.columns; k++) sum += X.get(i, k) * W.get(k, j);
      out.set(i, j, sum);
    }
  }
  return out;
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const shifted = z.clone();
  shifted.subColumnVector(shifted.max('row'));
  const exps = Matrix.exp(shifted);
  return exps.divColumnVector(exps.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const Z1 = linear(X, params.W1, params.b1);
  const A1 = relu(Z1);
  const logits = linear(A1, params.W2, params.b2);
  return { Z1, A1, logits };
}
