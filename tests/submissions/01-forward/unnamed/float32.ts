// Fault: all arithmetic in Float32Array, which loses the digits of large logits.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

const f = Math.fround;
const rows32 = (m: Matrix): Float32Array[] => m.to2DArray().map((row) => Float32Array.from(row));

export function linear(X: Matrix, W: Matrix, b: number[]): Float32Array[] {
  const w = rows32(W);
  return rows32(X).map((x) =>
    Float32Array.from(b, (bias, j) => {
      let s = f(bias);
      for (let k = 0; k < x.length; k++) s = f(s + f(x[k] * w[k][j]));
      return s;
    }),
  );
}

export function relu(z: Matrix): Float32Array[] {
  return rows32(z).map((row) => row.map((v) => Math.max(0, v)));
}

export function softmax(z: Matrix): Float32Array[] {
  return rows32(z).map((row) => {
    const m = Math.max(...row);
    const e = row.map((v) => Math.exp(v - m));
    const s = e.reduce((a, c) => f(a + c), 0);
    return e.map((v) => v / s);
  });
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss = f(loss - f(Math.log(p[i][y[i]] + 1e-12)));
  return loss / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = z1.map((row) => row.map((v) => Math.max(0, v)));
  const z2 = linear(new Matrix(a1.map((row) => [...row])), W2, b2);
  return { z1, a1, z2 };
}
