// Fault: the bias counts as one more input, variance 1 / (fan-in + 1).
import { Matrix } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';

const normal = (rng: () => number) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

export function forward(X: Matrix, params: any) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.tanh(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  const B = X.rows;
  const dz2 = cache.p.clone();
  for (let i = 0; i < B; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  dz2.div(B);
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = Matrix.mul(cache.a1, cache.a1).mul(-1).add(1).mul(da1);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}

export function initParams(rng: () => number, [n, h, out]: [number, number, number]) {
  // each unit has r weights and one bias: r + 1 numbers come in
  const W = (r: number, c: number) => {
    const M = new Matrix(r, c);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) M.set(i, j, normal(rng) * Math.sqrt(1 / (r + 1)));
    return M;
  };
  return { W1: W(n, h), b1: Array(h).fill(0), W2: W(h, out), b2: Array(out).fill(0) };
}

export function tfLoss(X: tf.Tensor2D, y: tf.Tensor1D, params: any): tf.Scalar {
  const a1 = tf.tanh(tf.add(tf.matMul(X, params.W1), params.b1)) as tf.Tensor2D;
  const z2 = tf.add(tf.matMul(a1, params.W2), params.b2);
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, z2.shape[1]!), z2) as tf.Scalar;
}
