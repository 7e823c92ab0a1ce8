// Odd: log-sum-exp in one pass over each row, and softmax as exp of the difference.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

/** Keeps a running maximum and rescales the sum whenever it rises. */
function logSumExp(row: number[]): number {
  let top = -Infinity;
  let sum = 0;
  for (const v of row) {
    if (v <= top) {
      sum += Math.exp(v - top);
    } else {
      sum = sum * Math.exp(top - v) + 1;
      top = v;
    }
  }
  return top + Math.log(sum);
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  return z.clone().subColumnVector(z.to2DArray().map(logSumExp)).exp();
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  return logits.to2DArray().reduce((loss, row, i) => loss + (logSumExp(row) - row[y[i]]) / y.length, 0);
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
