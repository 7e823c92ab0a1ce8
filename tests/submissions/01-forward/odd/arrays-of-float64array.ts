// Odd: no Matrix comes back, but arrays of Float64Array, and an array of plain arrays for softmax.
import type { Matrix } from 'ml-matrix';

type Rows = ArrayLike<number>[];
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const rowsOf = (m: Matrix): number[][] => m.to2DArray();

function affine(X: Rows, W: Rows, b: number[]): Float64Array[] {
  return X.map((x) => {
    const out = Float64Array.from(b);
    for (let k = 0; k < x.length; k++) for (let j = 0; j < out.length; j++) out[j] += x[k] * W[k][j];
    return out;
  });
}

export function linear(X: Matrix, W: Matrix, b: number[]): Float64Array[] {
  return affine(rowsOf(X), rowsOf(W), b);
}

export function relu(z: Matrix): Float64Array[] {
  return rowsOf(z).map((row) => Float64Array.from(row, (v) => (v > 0 ? v : 0)));
}

export function softmax(z: Matrix): number[][] {
  return rowsOf(z).map((row) => {
    const top = Math.max(...row);
    const e = row.map((v) => Math.exp(v - top));
    const total = e.reduce((a, b) => a + b, 0);
    return e.map((v) => v / total);
  });
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  return -softmax(logits).reduce((sum, p, i) => sum + Math.log(p[y[i]] + 1e-12), 0) / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = z1.map((row) => row.map((v) => Math.max(0, v)));
  return { z1, a1, z2: affine(a1, rowsOf(W2), b2) };
}
