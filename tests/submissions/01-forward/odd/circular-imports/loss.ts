import type { Matrix } from 'ml-matrix';
import { map } from './01-forward.ts';

export function softmax(z: Matrix): Matrix {
  const e = map(z.clone().subColumnVector(z.max('row')), Math.exp);
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}
