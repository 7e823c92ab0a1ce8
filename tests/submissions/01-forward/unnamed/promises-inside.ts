// Fault: async helpers are not awaited, so the object that forward returns holds promises.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export async function linear(X: Matrix, W: Matrix, b: number[]): Promise<Matrix> {
  return X.mmul(W).addRowVector(b);
}

export async function relu(z: Matrix): Promise<Matrix> {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export async function softmax(z: Matrix): Promise<Matrix> {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export async function crossEntropy(logits: Matrix, y: Int32Array): Promise<number> {
  const p = await softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = z1.then(relu);
  const z2 = a1.then((a) => linear(a, params.W2, params.b2));
  return { z1, a1, z2 };
}
