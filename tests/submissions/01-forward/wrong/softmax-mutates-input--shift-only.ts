// Fault: the max is subtracted in the caller's matrix before a new one is filled, and the loss calls this softmax.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

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
  return new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));
}

export function softmax(z: Matrix): Matrix {
  for (let i = 0; i < z.rows; i++) {
    const m = z.maxRow(i);
    for (let j = 0; j < z.columns; j++) z.set(i, j, z.get(i, j) - m);
  }
  const e = Matrix.exp(z);
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const terms = Array.from(y, (c, i) => -Math.log(Math.max(p.get(i, c), 1e-12)));
  return terms.reduce((a, b) => a + b, 0) / terms.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
