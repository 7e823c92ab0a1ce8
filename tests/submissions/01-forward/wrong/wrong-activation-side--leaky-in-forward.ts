// Fault: the exported relu is right, but forward uses a private one with slope 0.2 below zero.
import { Matrix } from 'ml-matrix'

export type Params = { W1: Matrix, b1: number[], W2: Matrix, b2: number[] }

const each = (m: Matrix, f: (v: number) => number) => new Matrix(m.to2DArray().map(r => r.map(f)))
const act = (v: number) => (v > 0 ? v : 0.2 * v)

export function linear(X: Matrix, W: Matrix, b: number[]) {
  return X.mmul(W).addRowVector(b)
}

export function relu(z: Matrix) {
  return each(z, v => Math.max(v, 0))
}

export function softmax(z: Matrix) {
  const e = z.clone().subColumnVector(z.max('row')).exp()
  return e.divColumnVector(e.sum('row'))
}

export function crossEntropy(logits: Matrix, y: Int32Array) {
  const shifted = logits.clone().subColumnVector(logits.max('row'))
  const lse = Matrix.exp(shifted).sum('row').map(s => Math.log(s))
  return lse.reduce((acc, l, i) => acc + l - shifted.get(i, y[i]), 0) / y.length
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const z1 = linear(X, W1, b1)
  const a1 = each(z1, act)
  const z2 = linear(a1, W2, b2)
  return { z1, a1, z2 }
}
