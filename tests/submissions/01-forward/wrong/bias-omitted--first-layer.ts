// Fault: linear is right, but forward writes the first layer out again and forgets b1.
import { Matrix } from 'ml-matrix'

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const out = new Matrix(X.rows, W.columns)
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < W.columns; j++) {
      let s = b[j]
      for (let k = 0; k < W.rows; k++) s += X.get(i, k) * W.get(k, j)
      out.set(i, j, s)
    }
  }
  return out
}

export function relu(z: Matrix): Matrix {
  const out = z.clone()
  out.apply((i, j) => {
    if (out.get(i, j) < 0) out.set(i, j, 0)
  })
  return out
}

export function softmax(z: Matrix): Matrix {
  const out = z.clone()
  for (let i = 0; i < out.rows; i++) {
    const m = out.maxRow(i)
    let s = 0
    for (let j = 0; j < out.columns; j++) {
      const e = Math.exp(out.get(i, j) - m)
      out.set(i, j, e)
      s += e
    }
    out.mulRow(i, 1 / s)
  }
  return out
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let loss = 0
  for (let i = 0; i < y.length; i++) {
    const m = logits.maxRow(i)
    let s = 0
    for (let j = 0; j < logits.columns; j++) s += Math.exp(logits.get(i, j) - m)
    loss += m + Math.log(s) - logits.get(i, y[i])
  }
  return loss / y.length
}

export function forward(X: Matrix, params: Params) {
  const z1 = X.mmul(params.W1)
  const a1 = relu(z1)
  const z2 = linear(a1, params.W2, params.b2)
  return { z1, a1, z2 }
}
