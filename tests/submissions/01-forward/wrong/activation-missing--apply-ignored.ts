// Fault: apply ignores what its callback returns, so relu gives back an unchanged copy.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; b1: number[];
  W2: Matrix; b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return z.clone().apply((i, j) => Math.max(0, z.get(i, j)));
}

export function softmax(z: Matrix): Matrix {
  const p = Matrix.zeros(z.rows, z.columns);
  for (let r = 0; r < z.rows; r++) {
    const row = z.getRow(r);
    const top = Math.max(...row);
    const exps = row.map((v) => Math.exp(v - top));
    const total = exps.reduce((a, b) => a + b, 0);
    p.setRow(r, exps.map((v) => v / total));
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let nll = 0;
  for (let r = 0; r < logits.rows; r++) {
    const row = logits.getRow(r);
    const top = Math.max(...row);
    nll += top - row[y[r]] + Math.log(row.reduce((s, v) => s + Math.exp(v - top), 0));
  }
  return nll / logits.rows;
}

export function forward(X: Matrix, params: Params) {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return { z1, a1, z2 };
}
