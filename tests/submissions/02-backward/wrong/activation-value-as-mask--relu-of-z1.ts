// Fault: takes relu for its own derivative, da1 * max(0, z1).
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

const relu = (v: number) => Math.max(0, v);

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const grad: number[][] = [];
  for (let i = 0; i < y.length; i++) {
    const row = p.getRow(i);
    row[y[i]] -= 1;
    grad.push(row.map((v) => v / y.length));
  }
  return new Matrix(grad);
}

export function backward(
  X: Matrix,
  y: Int32Array,
  cache: { z1: Matrix; a1: Matrix; p: Matrix },
  params: Params,
) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) {
      dz1.set(i, j, dz1.get(i, j) * relu(cache.z1.get(i, j)));
    }
  }
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
