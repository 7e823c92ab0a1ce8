// Fault: softmax subtracts the max, but the log-sum-exp in the loss does not.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return new Matrix(X.mmul(W).to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map((v) => Math.max(v, 0)));
}

export function softmax(z: Matrix): Matrix {
  const rows = z.to2DArray().map((row) => {
    const max = Math.max(...row);
    const exps = row.map((v) => Math.exp(v - max));
    const total = exps.reduce((a, b) => a + b, 0);
    return exps.map((v) => v / total);
  });
  return new Matrix(rows);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const sums = Matrix.exp(logits).sum('row');
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss += Math.log(sums[i]) - logits.get(i, y[i]);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
