// Fault: softmax centres each row on its mean, which large gaps still overflow.
import { Matrix } from 'ml-matrix'

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]) {
  return X.mmul(W).addRowVector(b)
}

export function relu(z: Matrix) {
  const a = z.clone()
  for (const row of a.to2DArray().keys()) {
    a.setRow(row, a.getRow(row).map((v) => (v > 0 ? v : 0)))
  }
  return a
}

export function softmax(z: Matrix) {
  const centred = z.clone().subColumnVector(z.mean('row'))
  const e = centred.exp()
  return e.divColumnVector(e.sum('row'))
}

export function crossEntropy(logits: Matrix, y: Int32Array) {
  const p = softmax(logits)
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += Math.log(p.get(i, y[i]) + 1e-12)
  return -sum / y.length
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1)
  const a1 = relu(z1)
  const z2 = linear(a1, params.W2, params.b2)
  return { z1, a1, z2 }
}
