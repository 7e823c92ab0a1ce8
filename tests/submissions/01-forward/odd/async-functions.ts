// Odd: every function is async.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

export async function linear(X: Matrix, W: Matrix, b: number[]): Promise<Matrix> {
  await pause();
  return X.mmul(W).addRowVector(b);
}

export async function relu(z: Matrix): Promise<Matrix> {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export async function softmax(z: Matrix): Promise<Matrix> {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  await pause();
  return e.divColumnVector(e.sum('row'));
}

export async function crossEntropy(logits: Matrix, y: Int32Array): Promise<number> {
  const p = await softmax(logits);
  const terms = await Promise.all(Array.from(y, async (c, i) => -Math.log(p.get(i, c) + 1e-12)));
  return terms.reduce((a, b) => a + b, 0) / terms.length;
}

export async function forward(X: Matrix, params: Params) {
  const z1 = await linear(X, params.W1, params.b1);
  const a1 = await relu(z1);
  const z2 = await linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
