// Fault: relu filters the negative numbers out instead of setting them to 0, which leaves rows of unequal length.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

const positive = (v: number) => Math.max(0, v);

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): number[][] {
  return z.to2DArray().map((row) => row.filter((v) => v > 0));
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
  const B = logits.rows;
  let total = 0;
  for (let i = 0; i < B; i++) {
    const row = logits.getRow(i);
    const max = Math.max(...row);
    const logSumExp = max + Math.log(row.reduce((s, v) => s + Math.exp(v - max), 0));
    total += logSumExp - row[y[i]];
  }
  return total / B;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = new Matrix(z1.to2DArray().map((row) => row.map(positive)));
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
