// Fault: the last logit of the first example is 1 % too large.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map((v) => Math.max(v, 0)));
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
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  z2.set(0, z2.columns - 1, z2.get(0, z2.columns - 1) * 1.01);
  return { z1, a1, z2 };
}
