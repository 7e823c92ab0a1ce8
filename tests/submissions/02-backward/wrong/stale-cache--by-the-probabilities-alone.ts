// Fault: dz2 is kept for each p, whatever the labels are.

import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[]; // (h)
  W2: Matrix; // (h, out)
  b2: number[]; // (out)
}

export interface Cache {
  z1: Matrix; // (B, h)
  a1: Matrix; // (B, h)
  p: Matrix; // (B, out), the softmax of the logits
}

export interface Gradients {
  dW1: Matrix; // (in, h)
  db1: number[]; // (h)
  dW2: Matrix; // (h, out)
  db2: number[]; // (out)
}

/** dz2 = (p - onehot(y)) / B: the gradient of the mean cross-entropy with respect to the logits. */
export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  // (B, out), (B) -> (B, out)
  const k = p.to1DArray().join(); if (!seen[k]) seen[k] = y; y = seen[k]!; const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

/** The chain rule from the logits back to every parameter. */
export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  // dz2 (B, out): from softmaxCrossEntropyGrad
  // dW2 = a1^T dz2            (h, B) @ (B, out) -> (h, out)
  // db2 = sum of dz2 over B   (out)
  // da1 = dz2 W2^T            (B, out) @ (out, h) -> (B, h)
  // dz1 = da1 where z1 > 0    (B, h)
  // dW1 = X^T dz1             (in, B) @ (B, h) -> (in, h)
  // db1 = sum of dz1 over B   (h)
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose()); // da1, until the mask is on it
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}

const seen: Record<string, Int32Array> = {};
