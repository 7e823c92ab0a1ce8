// Odd: plain arrays inside, handed out as WrapperMatrix2D and WrapperMatrix1D.
import { Matrix, WrapperMatrix1D, WrapperMatrix2D } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]) {
  const flat: number[] = [];
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < W.columns; j++) {
      let s = b[j];
      for (let k = 0; k < X.columns; k++) s += X.get(i, k) * W.get(k, j);
      flat.push(s);
    }
  }
  return new WrapperMatrix1D(flat, { rows: X.rows });
}

export function relu(z: Matrix) {
  return new WrapperMatrix2D(z.to2DArray().map((row) => row.map((v) => Math.max(0, v))));
}

export function softmax(z: Matrix) {
  return new WrapperMatrix2D(
    z.to2DArray().map((row) => {
      const top = Math.max(...row);
      const e = row.map((v) => Math.exp(v - top));
      const total = e.reduce((a, b) => a + b, 0);
      return e.map((v) => v / total);
    }),
  );
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  return Array.from(y, (c, i) => -Math.log(p.get(i, c) + 1e-12)).reduce((a, b) => a + b, 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1 as unknown as Matrix);
  const z2 = linear(a1 as unknown as Matrix, params.W2, params.b2);
  return { z1, a1, z2 };
}
