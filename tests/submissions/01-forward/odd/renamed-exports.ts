// Odd: the functions have names of their own and are exported under the ones asked for, with a default export besides.
import { Matrix as Mat } from 'ml-matrix'

type Weights = { W1: Mat, b1: number[], W2: Mat, b2: number[] }

const dense = (x: Mat, w: Mat, bias: number[]) => x.mmul(w).addRowVector(bias)
const ramp = (z: Mat) => Mat.max(z, Mat.zeros(z.rows, z.columns))

function normalisedExponential(z: Mat) {
  const e = z.clone().subColumnVector(z.max('row')).exp()
  return e.divColumnVector(e.sum('row'))
}

function negativeLogLikelihood(logits: Mat, y: Int32Array) {
  const p = normalisedExponential(logits)
  let total = 0
  y.forEach((label, i) => { total -= Math.log(p.get(i, label) + 1e-12) })
  return total / y.length
}

function run(X: Mat, { W1, b1, W2, b2 }: Weights) {
  const before = dense(X, W1, b1)
  const after = ramp(before)
  return { z1: before, a1: after, z2: dense(after, W2, b2) }
}

export {
  dense as linear,
  ramp as relu,
  normalisedExponential as softmax,
  negativeLogLikelihood as 'crossEntropy',
  run as forward,
  run as default,
}
