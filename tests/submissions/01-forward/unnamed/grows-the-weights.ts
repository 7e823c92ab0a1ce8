// Fault: W.addRow(b) for the bias row works in place, so the caller's weights have one row more after each call.
import { Matrix } from "ml-matrix";

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const Xb = X.clone().addColumn(new Array<number>(X.rows).fill(1));
  return Xb.mmul(W.addRow(b));
}

export function relu(z: Matrix): Matrix {
  const out = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) {
    if (v > 0) out.set(i, j, v);
  }
  return out;
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max("row")).exp();
  return e.divColumnVector(e.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1); // (B,h)
  const a1 = relu(z1); // (B,h)
  return { z1, a1, z2: linear(a1, W2, b2) };
}
