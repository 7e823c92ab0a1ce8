// Fault: the test that should look at z1 looks at da1.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = Matrix.div(p, y.length);
  for (let i = 0; i < y.length; i++) {
    const label = y[i];
    dz2.set(i, label, dz2.get(i, label) - 1 / y.length);
  }
  return dz2;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const B = X.rows, D = X.columns, H = cache.a1.columns, C = cache.p.columns;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW1 = Matrix.zeros(D, H), dW2 = Matrix.zeros(H, C);
  const db1 = new Array<number>(H).fill(0), db2 = new Array<number>(C).fill(0);
  for (let i = 0; i < B; i++) {
    for (let c = 0; c < C; c++) {
      const g = dz2.get(i, c);
      db2[c] += g;
      for (let j = 0; j < H; j++) dW2.set(j, c, dW2.get(j, c) + cache.a1.get(i, j) * g);
    }
    for (let j = 0; j < H; j++) {
      let da = 0;
      for (let c = 0; c < C; c++) da += dz2.get(i, c) * params.W2.get(j, c);
      const dz = da > 0 ? da : 0;
      db1[j] += dz;
      for (let d = 0; d < D; d++) dW1.set(d, j, dW1.get(d, j) + X.get(i, d) * dz);
    }
  }
  return { dW1, db1, dW2, db2 };
}
