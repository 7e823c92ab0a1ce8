// Fault: relu answers the question whether z is positive, in booleans.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): boolean[][] {
  return z.to2DArray().map((row) => row.map((v) => v > 0));
}

export function softmax(z: Matrix): Matrix {
  const shifted = z.clone();
  shifted.subColumnVector(shifted.max('row'));
  const exps = Matrix.exp(shifted);
  return exps.divColumnVector(exps.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max('row');
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const s = logits.getRow(i).reduce((acc, v) => acc + Math.exp(v - m[i]), 0);
    loss += m[i] + Math.log(s) - logits.get(i, y[i]);
  }
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const mask = relu(z1);
  const a1 = new Matrix(z1.to2DArray().map((row, i) => row.map((v, j) => (mask[i][j] ? v : 0))));
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
