// Odd: its helper and ml-matrix are loaded with import() and top-level await.
import type { Matrix } from 'ml-matrix';

const ml = await import('ml-matrix');
const { stable } = await import('./helper.ts');

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export const linear = (X: Matrix, W: Matrix, b: number[]) => X.mmul(W).addRowVector(b);
export const relu = (z: Matrix) => ml.Matrix.max(z, ml.Matrix.zeros(z.rows, z.columns));
export const softmax = (z: Matrix) => new ml.Matrix(z.to2DArray().map(stable.softmax));

export const crossEntropy = (logits: Matrix, y: Int32Array) =>
  logits.to2DArray().reduce((sum, row, i) => sum + stable.logSumExp(row) - row[y[i]], 0) / y.length;

export async function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, W2, b2) };
}
