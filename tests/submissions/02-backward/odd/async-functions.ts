// Odd: async functions, which wait between the layers.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

export async function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Promise<Matrix> {
  const dz2 = p.clone();
  for (const [i, label] of y.entries()) dz2.set(i, label, dz2.get(i, label) - 1);
  await tick();
  return dz2.div(y.length);
}

export async function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = await softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  const [dW1, dW2] = await Promise.all([
    (async () => X.transpose().mmul(dz1))(),
    tick().then(() => cache.a1.transpose().mmul(dz2)),
  ]);
  return { dW1, db1: dz1.sum('column'), dW2, db2: dz2.sum('column') };
}
