// Fault: exp of the raw logits; the loss goes through this softmax and inherits it.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
}

export function softmax(z: Matrix): Matrix {
  const out: number[][] = [];
  for (let i = 0; i < z.rows; i++) {
    const exps = z.getRow(i).map((v) => Math.exp(v));
    const total = exps.reduce((a, b) => a + b, 0);
    out.push(exps.map((e) => e / total));
  }
  return new Matrix(out);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
