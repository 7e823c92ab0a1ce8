// Fault: both weight gradients are averaged again after dz2 was; the biases are summed and right.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const out = new Matrix(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < p.columns; c++) {
      out.set(i, c, (p.get(i, c) - Number(y[i] === c)) / p.rows);
    }
  }
  return out;
}

export function backward(
  X: Matrix,
  y: Int32Array,
  cache: { z1: Matrix; a1: Matrix; p: Matrix },
  params: Params,
) {
  const m = y.length;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2).mul(1 / m);
  const db2 = dz2.sum('column');
  const dz1 = dz2.mmul(params.W2.transpose());
  for (let i = 0; i < m; i++) for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) < 0) dz1.set(i, j, 0);
  const dW1 = X.transpose().mmul(dz1).mul(1 / m);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
