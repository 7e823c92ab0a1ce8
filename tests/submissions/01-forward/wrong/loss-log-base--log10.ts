// Fault: takes the decimal logarithm of p.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));
}

export function softmax(z: Matrix): Matrix {
  const p = z.clone();
  for (let i = 0; i < p.rows; i++) {
    const m = p.maxRow(i);
    let s = 0;
    for (let j = 0; j < p.columns; j++) {
      p.set(i, j, Math.exp(p.get(i, j) - m));
      s += p.get(i, j);
    }
    for (let j = 0; j < p.columns; j++) p.set(i, j, p.get(i, j) / s);
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = Matrix.max(softmax(logits), Matrix.ones(logits.rows, logits.columns).mul(1e-12));
  const logs = Matrix.log10(p);
  let total = 0;
  y.forEach((c, i) => { total += logs.get(i, c); });
  return -total / y.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
