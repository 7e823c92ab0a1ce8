// Fault: one loop over the layers, the same activation after each, the last one included.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

const max0 = (x: number) => (x < 0 ? 0 : x);

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.from1DArray(z.rows, z.columns, z.to1DArray().map(max0));
}

export function softmax(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map(softmaxRow));
}

function softmaxRow(row: number[]): number[] {
  const m = Math.max(...row);
  const total = row.reduce((acc, v) => acc + Math.exp(v - m), 0);
  return row.map((v) => Math.exp(v - m) / total);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const nll = logits.to2DArray().map((row, i) => {
    const m = Math.max(...row);
    return Math.log(row.reduce((acc, v) => acc + Math.exp(v - m), 0)) - (row[y[i]] - m);
  });
  return nll.reduce((a, b) => a + b, 0) / nll.length;
}

export function forward(X: Matrix, params: Params) {
  const layers: [Matrix, number[]][] = [[params.W1, params.b1], [params.W2, params.b2]];
  const zs: Matrix[] = [];
  const as: Matrix[] = [X];
  for (const [W, b] of layers) {
    zs.push(linear(as[as.length - 1], W, b));
    as.push(relu(zs[zs.length - 1]));
  }
  return { z1: zs[0], a1: as[1], z2: as[2] };
}
