// Fault: divides the mean by the number of classes as well.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  a.apply((r, c) => {
    a.set(r, c, Math.max(0, a.get(r, c)));
  });
  return a;
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
  const [B, C] = [logits.rows, logits.columns];
  let nll = 0;
  for (let i = 0; i < B; i++) {
    const m = logits.maxRow(i);
    let s = 0;
    for (let c = 0; c < C; c++) s += Math.exp(logits.get(i, c) - m);
    nll += Math.log(s) + m - logits.get(i, y[i]);
  }
  return nll / B / C;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
