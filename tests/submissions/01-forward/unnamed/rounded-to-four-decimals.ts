// Fault: every result is rounded to four decimals, to look tidy.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

const tidy = (v: number) => Number(v.toFixed(4));
const tidyAll = (m: Matrix) => new Matrix(m.to2DArray().map((row) => row.map(tidy)));

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return tidyAll(X.mmul(W).addRowVector(b));
}

export function relu(z: Matrix): Matrix {
  return tidyAll(Matrix.max(z, Matrix.zeros(z.rows, z.columns)));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return tidyAll(e.divColumnVector(e.sum('row')));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max('row');
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    const sum = logits.getRow(i).reduce((s, v) => s + Math.exp(v - m[i]), 0);
    loss += Math.log(sum) + m[i] - logits.get(i, y[i]);
  }
  return tidy(loss / y.length);
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return { z1, a1, z2 };
}
