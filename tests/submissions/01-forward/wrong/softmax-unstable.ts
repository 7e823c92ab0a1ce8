// Fault: softmax exponentiates the raw logits; the loss has a log-sum-exp of its own and is right.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = Matrix.exp(z);
  return e.divColumnVector(e.sum('row'));
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

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
