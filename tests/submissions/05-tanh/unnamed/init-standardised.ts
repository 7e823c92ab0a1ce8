// Fault: the draws are standardised, so that a matrix of one weight is NaN.
import { Matrix } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export interface Gradients {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
}

export type Rng = () => number;

export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.tanh(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  const dz2 = cache.p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  dz2.div(y.length);
  const slope = Matrix.sub(Matrix.ones(cache.a1.rows, cache.a1.columns), Matrix.mul(cache.a1, cache.a1));
  const dz1 = Matrix.mul(dz2.mmul(params.W2.transpose()), slope);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}

/** rows x columns numbers whose mean is exactly 0 and whose variance is exactly 1 / rows. */
function standardised(rng: Rng, rows: number, columns: number): Matrix {
  const n = rows * columns;
  const draws = Array.from({ length: n }, () => normal(rng));
  const mean = draws.reduce((s, v) => s + v, 0) / n;
  const deviation = Math.sqrt(draws.reduce((s, v) => s + (v - mean) ** 2, 0) / n);
  const W = new Matrix(rows, columns);
  draws.forEach((v, k) => W.set(Math.floor(k / columns), k % columns, (v - mean) / deviation / Math.sqrt(rows)));
  return W;
}

export function initParams(rng: Rng, dims: [number, number, number]): Params {
  const [n, h, out] = dims;
  return {
    W1: standardised(rng, n, h),
    b1: new Array(h).fill(0),
    W2: standardised(rng, h, out),
    b2: new Array(out).fill(0),
  };
}

export function tfLoss(X: tf.Tensor2D, y: tf.Tensor1D, params: Record<'W1' | 'b1' | 'W2' | 'b2', tf.Tensor>): tf.Scalar {
  const a1 = tf.tanh(tf.add(tf.matMul(X, params.W1 as tf.Tensor2D), params.b1)) as tf.Tensor2D;
  const z2 = tf.add(tf.matMul(a1, params.W2 as tf.Tensor2D), params.b2) as tf.Tensor2D;
  const target = tf.cast(tf.oneHot(y, z2.shape[1]), 'float32');
  return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(z2)), 1))) as tf.Scalar;
}
