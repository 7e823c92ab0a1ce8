// Fault: softmax: the search for the largest logit begins at 0, so that a row far below it underflows.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  const out = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) {
    if (v > 0) out.set(i, j, v);
  }
  return out;
}

export function softmax(z: Matrix): Matrix {
  const p = Matrix.zeros(z.rows, z.columns);
  for (let i = 0; i < z.rows; i++) {
    let m = 0;
    for (const v of z.getRow(i)) m = Math.max(m, v);
    const e = z.getRow(i).map((v) => Math.exp(v - m));
    const total = e.reduce((a, b) => a + b, 0);
    p.setRow(i, e.map((v) => v / total));
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < logits.rows; i++) {
    const m = logits.maxRow(i);
    let s = 0;
    for (let j = 0; j < logits.columns; j++) s += Math.exp(logits.get(i, j) - m);
    sum += m + Math.log(s) - logits.get(i, y[i]);
  }
  return sum / logits.rows;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
