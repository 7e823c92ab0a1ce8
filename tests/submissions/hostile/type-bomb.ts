// Has a type grow without end, for the compiler.

import { Matrix } from 'ml-matrix';

type Grow<T extends unknown[], N extends number> = T['length'] extends N ? T : Grow<[...T, unknown], N> | Grow<[unknown, ...T, 0], N>;
type Wide<T extends string, N extends unknown[]> = N['length'] extends 9 ? T : Wide<`${T}${'a' | 'b' | 'c' | 'd' | 'e'}`, [...N, 0]>;
type Both<T> = T extends [infer A, ...infer B] ? [Both<[...B, A, A]>, Both<[A, ...B, B]>] : never;
export const bomb: [Grow<[], 999>, Wide<'', []>, Both<[1, 2, 3]>] = null!;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => void (cache.z1.get(i, j) > 0 || dz1.set(i, j, 0)));
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
