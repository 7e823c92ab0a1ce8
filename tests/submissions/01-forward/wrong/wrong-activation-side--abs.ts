// Fault: relu is the absolute value.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  return Matrix.abs(z);
}

export function softmax(z: Matrix): Matrix {
  const e = Matrix.exp(z.clone().subColumnVector(z.max('row')));
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const rowMax = logits.max('row');
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    let sum = 0;
    for (const v of logits.getRow(i)) sum += Math.exp(v - rowMax[i]);
    total += Math.log(sum) + rowMax[i] - logits.get(i, y[i]);
  }
  return total / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
