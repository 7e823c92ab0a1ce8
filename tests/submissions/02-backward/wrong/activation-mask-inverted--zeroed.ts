// Fault: zeroes the gradient of the units that fired instead of those that did not.
import { Matrix } from 'ml-matrix'

type M = number[][]
interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const T = (A: M): M => A[0].map((_, j) => A.map(row => row[j]))
const dot = (A: M, B: M): M => A.map(row => T(B).map(col => row.reduce((s, v, k) => s + v * col[k], 0)))
const colSum = (A: M): number[] => T(A).map(col => col.reduce((a, b) => a + b, 0))

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (v - +(c === y[i])) / y.length)))
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y).to2DArray()
  const a1 = cache.a1.to2DArray()
  const da1 = dot(dz2, T(params.W2.to2DArray()))
  const dz1 = da1.map((row, i) => row.map((g, j) => (a1[i][j] > 0 ? 0 : g)))
  return {
    dW1: new Matrix(dot(T(X.to2DArray()), dz1)),
    db1: colSum(dz1),
    dW2: new Matrix(dot(T(a1), dz2)),
    db2: colSum(dz2),
  }
}
