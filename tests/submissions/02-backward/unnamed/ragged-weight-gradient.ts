// Fault: the loop for dW1 skips inactive units with push, so its rows have unequal lengths.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };
type Cache = Record<'z1' | 'a1' | 'p', Matrix>;

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  const dW1: number[][] = [];
  for (let d = 0; d < X.columns; d++) {
    const row: number[] = [];
    for (let j = 0; j < dz1.columns; j++) {
      let sum = 0;
      for (let n = 0; n < X.rows; n++) sum += X.get(n, d) * dz1.get(n, j);
      if (sum > 0) row.push(sum);
    }
    dW1.push(row);
  }
  return { dW1, db1: dz1.sum('column'), dW2: cache.a1.transpose().mmul(dz2), db2: dz2.sum('column') };
}
