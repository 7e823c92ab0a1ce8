// Odd: nested arrays only, in the style of a list comprehension.
import { Matrix } from 'ml-matrix'

type A = number[][]
interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const zip = (a: A, b: A, f: (x: number, y: number) => number): A => a.map((r, i) => r.map((v, j) => f(v, b[i][j])))
const T = (a: A): A => a[0].map((_, j) => a.map(r => r[j]))
const add = (u: number[], v: number[]) => u.map((x, i) => x + v[i])
const at = (a: A, b: A): A => a.map(r => r.map((x, k) => b[k].map(v => v * x)).reduce(add))

export const softmaxCrossEntropyGrad = (p: Matrix, y: Int32Array): A =>
  p.to2DArray().map((row, i) => row.map((v, c) => (c === y[i] ? v - 1 : v) / y.length))

export const backward = (X: Matrix, y: Int32Array, cache: Cache, params: Params) => {
  const [x, z1, a1, W2] = [X, cache.z1, cache.a1, params.W2].map(m => m.to2DArray())
  const dz2 = softmaxCrossEntropyGrad(cache.p, y)
  const dz1 = zip(at(dz2, T(W2)), z1, (g, z) => (z > 0 ? g : 0))
  return { dW1: at(T(x), dz1), db1: dz1.reduce(add), dW2: at(T(a1), dz2), db2: dz2.reduce(add) }
}
