// Fault: of examples that are the same only the first counts.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export interface Gradients {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
}

interface Part {
  x: number[];
  a: number[];
  d2: number[];
  d1: number[];
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  const { W1, W2 } = params;
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const weights = W2.to2DArray();

  // the same example gives the same gradient: never work it out again
  const parts = new Map<string, Part>();
  for (let i = 0; i < X.rows; i++) {
    const x = X.getRow(i);
    const key = `${y[i]}:${x.join(',')}`;
    if (parts.has(key)) continue;
    const d2 = dz2.getRow(i);
    const z = cache.z1.getRow(i);
    const d1 = weights.map((w, j) => {
      if (z[j] <= 0) return 0;
      let s = 0;
      for (let c = 0; c < w.length; c++) s += w[c] * d2[c];
      return s;
    });
    parts.set(key, { x, a: cache.a1.getRow(i), d2, d1 });
  }

  const dW1 = Matrix.zeros(W1.rows, W1.columns);
  const dW2 = Matrix.zeros(W2.rows, W2.columns);
  const db1 = new Float64Array(W1.columns);
  const db2 = new Float64Array(W2.columns);
  for (const { x, a, d2, d1 } of parts.values()) {
    for (let j = 0; j < d1.length; j++) {
      db1[j] += d1[j];
      for (let k = 0; k < x.length; k++) dW1.set(k, j, dW1.get(k, j) + x[k] * d1[j]);
      for (let c = 0; c < d2.length; c++) dW2.set(j, c, dW2.get(j, c) + a[j] * d2[c]);
    }
    for (let c = 0; c < d2.length; c++) db2[c] += d2[c];
  }
  return { dW1, db1: Array.from(db1), dW2, db2: Array.from(db2) };
}
