// Odd: all results of forward lie in one flat buffer that every call uses again.
import { Matrix, WrapperMatrix1D } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

let workspace = new Float64Array(0);

function affineInto(out: Float64Array, X: Matrix | WrapperMatrix1D, W: Matrix, b: number[]) {
  const n = W.columns;
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < n; j++) {
      let s = b[j];
      for (let k = 0; k < W.rows; k++) s += X.get(i, k) * W.get(k, j);
      out[i * n + j] = s;
    }
  }
  return new WrapperMatrix1D(out as unknown as number[], { rows: X.rows });
}

export function linear(X: Matrix, W: Matrix, b: number[]) {
  return affineInto(new Float64Array(X.rows * W.columns), X, W, b);
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]) + 1e-12);
  return loss / y.length;
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const [B, h, C] = [X.rows, W1.columns, W2.columns];
  if (workspace.length < B * (2 * h + C)) workspace = new Float64Array(B * (2 * h + C));
  const part = (start: number, length: number) => workspace.subarray(start, start + length);

  const z1 = affineInto(part(0, B * h), X, W1, b1);
  const a1 = new WrapperMatrix1D(part(B * h, B * h) as unknown as number[], { rows: B });
  for (let i = 0; i < B; i++) for (let j = 0; j < h; j++) a1.set(i, j, Math.max(0, z1.get(i, j)));
  const z2 = affineInto(part(2 * B * h, B * C), a1, W2, b2);
  return { z1, a1, z2 };
}
