// Fault: rows of the one-hot array end at the batch's top class, and undefined turns into NaN beyond it.
import { Matrix } from 'ml-matrix'

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const oneHot = (y: Int32Array) => {
  const n = Math.max(...y) + 1
  return Array.from(y, label => {
    const row: number[] = new Array(n).fill(0)
    row[label] = 1
    return row
  })
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const target = oneHot(y)
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (v - target[i][c]) / y.length)))
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y)
  const da1 = dz2.mmul(params.W2.transpose())
  const dz1 = new Matrix(da1.to2DArray().map((row, i) => row.map((g, j) => (cache.z1.get(i, j) > 0 ? g : 0))))
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  }
}
