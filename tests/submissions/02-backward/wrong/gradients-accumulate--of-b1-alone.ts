// Fault: the gradient of b1 is added up over calls.

import { Matrix } from 'ml-matrix';
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
const db1acc: Record<number, number[]> = {};
export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix { const d = p.clone(); for (let i = 0; i < y.length; i++) d.set(i, y[i]!, d.get(i, y[i]!) - 1); return d.div(y.length); }
export function backward(X: Matrix, y: Int32Array, cache: any, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2), db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i: number, j: number) => { if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0); });
  return { dW1: X.transpose().mmul(dz1), db1: (db1acc[dz1.columns] = dz1.sum('column').map((v: number, j: number) => v + (db1acc[dz1.columns]?.[j] ?? 0))), dW2, db2 };
}

