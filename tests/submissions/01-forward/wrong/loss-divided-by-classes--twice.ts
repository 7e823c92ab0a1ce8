// Fault: divides the mean by the number of classes as well.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  a.apply((r, c) => {
    a.set(r, c, Math.max(0, a.get(r, c)));
  });
  return a;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
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

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
