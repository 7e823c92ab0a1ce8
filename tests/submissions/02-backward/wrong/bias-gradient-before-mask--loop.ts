// Fault: in the loop over hidden units the bias is updated one line too early.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}
export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = new Matrix(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < p.columns; c++) {
      const target = y[i] === c ? 1 : 0;
      g.set(i, c, (p.get(i, c) - target) / p.rows);
    }
  }
  return g;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const H = params.W1.columns;
  const dW1 = Matrix.zeros(X.columns, H);
  const db1 = Array.from({ length: H }, () => 0);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < H; j++) {
      let delta = 0;
      for (let c = 0; c < dz2.columns; c++) delta += dz2.get(i, c) * params.W2.get(j, c);
      db1[j] += delta;
      if (cache.z1.get(i, j) <= 0) continue;
      for (let k = 0; k < X.columns; k++) dW1.set(k, j, dW1.get(k, j) + delta * X.get(i, k));
    }
  }
  return { dW1, db1, dW2: cache.a1.transpose().mmul(dz2), db2: dz2.sum('column') };
}
