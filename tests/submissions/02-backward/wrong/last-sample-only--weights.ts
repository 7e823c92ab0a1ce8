// Fault: the biases are accumulated over the batch, the weights are overwritten.
import { Matrix } from "ml-matrix";

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < p.columns; c++) g.set(i, c, (p.get(i, c) - (c === y[i] ? 1 : 0)) / p.rows);
  }
  return g;
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const [D, H, C] = [X.columns, W2.rows, W2.columns];
  const dW1 = Matrix.zeros(D, H);
  const dW2 = Matrix.zeros(H, C);
  const db1: number[] = new Array(H).fill(0);
  const db2: number[] = new Array(C).fill(0);
  const dz2 = softmaxCrossEntropyGrad(p, y);
  for (let n = 0; n < X.rows; n++) {
    for (let h = 0; h < H; h++) {
      let back = 0;
      for (let c = 0; c < C; c++) {
        back += dz2.get(n, c) * W2.get(h, c);
        dW2.set(h, c, a1.get(n, h) * dz2.get(n, c));
      }
      const dz1 = z1.get(n, h) > 0 ? back : 0;
      db1[h] += dz1;
      for (let d = 0; d < D; d++) dW1.set(d, h, X.get(n, d) * dz1);
    }
    for (let c = 0; c < C; c++) db2[c] += dz2.get(n, c);
  }
  return { dW1, db1, dW2, db2 };
}
