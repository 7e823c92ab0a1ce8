// Fault: dz1 is clipped at 5, where it hardly ever shows.

import { Matrix } from 'ml-matrix';
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix { const d = p.clone(); for (let i = 0; i < y.length; i++) d.set(i, y[i]!, d.get(i, y[i]!) - 1); return d.div(y.length); }
export function backward(X: Matrix, y: Int32Array, cache: any, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2), db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i: number, j: number) => { if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0); });
  dz1.apply((i: number, j: number) => dz1.set(i, j, Math.max(-5, Math.min(5, dz1.get(i, j))))); return { dW1: X.transpose().mmul(dz1), db1: dz1.sum('column'), dW2, db2 };
}

