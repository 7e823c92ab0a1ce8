// Odd: awaits at the top level, and exports variables that are filled in afterwards.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const guard = await Promise.resolve(1e-12);
await new Promise((resolve) => setTimeout(resolve, 5));

export let linear: (X: Matrix, W: Matrix, b: number[]) => Matrix;
export let relu: (z: Matrix) => Matrix;
export let softmax: (z: Matrix) => Matrix;

linear = (X, W, b) => X.mmul(W).addRowVector(b);
relu = (z) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));
softmax = (z) => {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
};

export const crossEntropy = (logits: Matrix, y: Int32Array) => {
  const p = softmax(logits);
  return Array.from(y).reduce((loss, c, i) => loss - Math.log(p.get(i, c) + guard), 0) / y.length;
};

export const forward = await (async () => (X: Matrix, params: Params) => {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  return { z1, a1, z2: linear(a1, params.W2, params.b2) };
})();
