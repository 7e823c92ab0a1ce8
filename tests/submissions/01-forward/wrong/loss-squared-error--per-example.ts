// Fault: each example's squared distance from its one-hot label, averaged over the batch.
import { Matrix } from "ml-matrix";

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const out = Matrix.zeros(X.rows, W.columns);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < W.columns; j++) {
      let sum = b[j];
      for (let k = 0; k < X.columns; k++) sum += X.get(i, k) * W.get(k, j);
      out.set(i, j, sum);
    }
  }
  return out;
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));
}

export function softmax(z: Matrix): Matrix {
  const p = z.clone();
  for (let i = 0; i < p.rows; i++) {
    const top = p.maxRow(i);
    let sum = 0;
    for (let j = 0; j < p.columns; j++) {
      const e = Math.exp(z.get(i, j) - top);
      p.set(i, j, e);
      sum += e;
    }
    for (let j = 0; j < p.columns; j++) p.set(i, j, p.get(i, j) / sum);
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < p.rows; i++) {
    for (let c = 0; c < p.columns; c++) {
      const target = y[i] === c ? 1 : 0;
      loss += (p.get(i, c) - target) ** 2;
    }
  }
  return loss / p.rows;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
