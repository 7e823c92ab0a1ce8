// Fault: averages z_y minus log-sum-exp, which is the wrong way round.
import { Matrix } from "ml-matrix"

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return Matrix.add(X.mmul(W), Matrix.ones(X.rows, 1).mmul(Matrix.rowVector(b)))
}

export function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns))
}

const lse = (row: number[]) => {
  const top = Math.max(...row)
  return top + Math.log(row.map(v => Math.exp(v - top)).reduce((a, b) => a + b))
}

export function softmax(z: Matrix): Matrix {
  return Matrix.exp(z.clone().subColumnVector(z.to2DArray().map(lse)))
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const terms = logits.to2DArray().map((row, i) => row[y[i]] - lse(row))
  return terms.reduce((a, b) => a + b) / terms.length
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1)
  const a1 = relu(z1)
  const z2 = linear(a1, params.W2, params.b2)
  return { z1, a1, z2 }
}
