// Fault: turns the logits into p first and then feeds p to a loss that expects logits.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

const sum = (v: number[]) => v.reduce((a, b) => a + b, 0);

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W);
  return new Matrix(z.to2DArray().map((row) => row.map((v, j) => v + b[j])));
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
}

export function softmax(z: Matrix): Matrix {
  return new Matrix(
    z.to2DArray().map((row) => {
      const m = Math.max(...row);
      const e = row.map((v) => Math.exp(v - m));
      return e.map((v) => v / sum(e));
    }),
  );
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  const terms = p.to2DArray().map((row, i) => Math.log(sum(row.map(Math.exp))) - row[y[i]]);
  return sum(terms) / terms.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return { z1, a1, z2 };
}
