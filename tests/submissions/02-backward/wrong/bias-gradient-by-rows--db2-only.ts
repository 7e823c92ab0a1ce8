// Fault: db1 sums the columns, db2 the rows.
import { Matrix } from 'ml-matrix'

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const g = p.clone()
  for (let i = 0; i < p.rows; i++) g.set(i, y[i], g.get(i, y[i]) - 1)
  return g.mul(1 / p.rows)
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { z1, a1, p } = cache
  const dz2 = softmaxCrossEntropyGrad(p, y)
  const dW2 = a1.transpose().mmul(dz2)
  const db2 = dz2.applyAlongAxis(row => row.reduce((s, v) => s + v, 0), 'row')
  const dz1 = dz2.mmul(params.W2.transpose())
  for (let i = 0; i < z1.rows; i++) for (let j = 0; j < z1.columns; j++) if (z1.get(i, j) <= 0) dz1.set(i, j, 0)
  const dW1 = X.transpose().mmul(dz1)
  const db1 = dz1.sum('column')
  return { dW1, db1, dW2, db2 }
}
