// Fault: the sign of z is turned round inside relu, max(0, -z).
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const rows: number[][] = [];
  for (const x of X.to2DArray()) {
    rows.push(b.map((bias, j) => x.reduce((sum, xi, k) => sum + xi * W.get(k, j), bias)));
  }
  return new Matrix(rows);
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, -v))));
}

export function softmax(z: Matrix): Matrix {
  return new Matrix(
    z.to2DArray().map((row) => {
      const m = Math.max(...row);
      const e = row.map((v) => Math.exp(v - m));
      return e.map((v) => v / e.reduce((a, b) => a + b));
    }),
  );
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits).to2DArray();
  return p.reduce((loss, row, i) => loss - Math.log(Math.max(row[y[i]], 1e-15)), 0) / p.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
