// Fault: forward returns [z1, a1, z2], the Python way.
import { Matrix } from 'ml-matrix'

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[];
  W2: Matrix; // (h, out)
  b2: number[];
}

export function linear(X: Matrix, W: Matrix, b: number[]) {
  return X.mmul(W).addRowVector(b)
}

export function relu(z: Matrix) {
  return new Matrix(z.to2DArray().map(r => r.map(v => Math.max(0, v))))
}

export function softmax(z: Matrix) {
  const e = z.clone().subColumnVector(z.max('row')).exp()
  return e.divColumnVector(e.sum('row'))
}

export function crossEntropy(logits: Matrix, y: Int32Array) {
  const p = softmax(logits)
  let loss = 0
  y.forEach((c, i) => { loss -= Math.log(p.get(i, c) + 1e-12) })
  return loss / y.length
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params): [Matrix, Matrix, Matrix] {
  const z1 = linear(X, W1, b1)
  const a1 = relu(z1)
  return [z1, a1, linear(a1, W2, b2)]
}
