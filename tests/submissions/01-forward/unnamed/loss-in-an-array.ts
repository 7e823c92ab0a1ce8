// Fault: the right loss, wrapped in an array (and softmax in one flat array).
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  const out = Matrix.zeros(z.rows, z.columns);
  for (const [i, j, v] of z.entries()) {
    if (v > 0) out.set(i, j, v);
  }
  return out;
}

export function softmax(z: Matrix): Float64Array {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return Float64Array.from(e.divColumnVector(e.sum('row')).to1DArray());
}

export function crossEntropy(logits: Matrix, y: Int32Array): number[] {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p[i * logits.columns + y[i]] + 1e-12);
  return [loss / y.length];
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
