// Fault: relu writes into z, so the cached z1 has lost its negative entries.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  for (let i = 0; i < z.rows; i++) {
    for (let j = 0; j < z.columns; j++) {
      if (z.get(i, j) < 0) z.set(i, j, 0);
    }
  }
  return z;
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
  const p = softmax(logits).to2DArray();
  let loss = 0;
  y.forEach((label, i) => {
    loss -= Math.log(Math.max(p[i][label], 1e-15));
  });
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
