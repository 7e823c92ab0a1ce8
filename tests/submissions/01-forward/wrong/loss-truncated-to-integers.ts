// Fault: y.map gives another Int32Array, which cuts every term to an integer.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
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
  const losses = y.map((label, i) => -Math.log(p.get(i, label) + 1e-12));
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
