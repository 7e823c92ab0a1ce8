// Fault: softmaxCrossEntropyGrad takes the mean twice, once for each term and once at the end.
import { Matrix } from 'ml-matrix'

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const n = y.length
  const grad = Matrix.div(p, n)
  for (let i = 0; i < n; i++) grad.set(i, y[i], grad.get(i, y[i]) - 1 / n)
  return grad.div(n)
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y)
  const da1 = dz2.mmul(params.W2.transpose())
  const dz1 = da1.clone()
  dz1.apply((i, j) => {
    if (!(cache.z1.get(i, j) > 0)) dz1.set(i, j, 0)
  })
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  }
}
