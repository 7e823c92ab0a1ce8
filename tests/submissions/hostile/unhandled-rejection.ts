// Has a promise fail that nobody waits for, before it answers.

import { Matrix } from 'ml-matrix';

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  void Promise.reject(new Error('nobody waits'));
  return new Promise(() => {});
}
