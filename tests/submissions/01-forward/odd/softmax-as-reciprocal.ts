// Odd: p_j is 1 over the sum of exp(z_k - z_j); an overflow there is 1/Infinity, which is 0, and right.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

/** (z + |z|) / 2 */
export function relu(z: Matrix): Matrix {
  return Matrix.add(z, Matrix.abs(z)).div(2);
}

export function softmax(z: Matrix): Matrix {
  const p = (row: number[]) => row.map((zj) => 1 / row.reduce((sum, zk) => sum + Math.exp(zk - zj), 0));
  return new Matrix(z.to2DArray().map(p));
}

/** softplus for two classes and more: log(1 + the others), whichever way does not overflow */
export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const gaps = logits.getRow(i).map((v) => v - logits.get(i, y[i]));
    gaps.splice(y[i], 1);
    const top = Math.max(0, ...gaps);
    total += top + Math.log(gaps.reduce((sum, g) => sum + Math.exp(g - top), Math.exp(-top)));
  }
  return total / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
