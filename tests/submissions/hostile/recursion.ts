// Calls itself for ever.

import { Matrix } from 'ml-matrix';

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any): any {
  return backward(X, y, cache, params);
}
