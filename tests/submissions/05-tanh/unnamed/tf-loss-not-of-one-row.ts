// Fault: tfLoss squeezes away the batch of one example.

import { Matrix } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[]; // (h)
  W2: Matrix; // (h, out)
  b2: number[]; // (out)
}

export interface Cache {
  z1: Matrix; // (B, h)
  a1: Matrix; // (B, h)
  p: Matrix; // (B, out), the softmax of the logits
}

export interface Gradients {
  dW1: Matrix; // (in, h)
  db1: number[]; // (h)
  dW2: Matrix; // (h, out)
  db2: number[]; // (out)
}

export type Rng = () => number;

/** A standard normal draw from two uniform ones (Box and Muller). Ready to use. */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** Linear, tanh, linear. z2 are the logits, not yet softmaxed. */
export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  // X (B, in) -> z1 (B, h) -> a1 = tanh(z1) (B, h) -> z2 (B, out)
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.tanh(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

/** The chain rule from the logits back to every parameter. */
export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  // dz2 = (p - onehot(y)) / B        (B, out)
  // da1 = dz2 W2^T                   (B, out) @ (out, h) -> (B, h)
  // dz1 = da1 * (1 - tanh(z1)**2)    (B, h), entry by entry; tanh(z1) is a1
  // dW1, db1, dW2, db2               as in 02
  const { a1, p } = cache;
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  dz2.div(y.length);
  const slope = Matrix.mul(a1, a1).neg().add(1); // (B, h)
  const dz1 = dz2.mmul(params.W2.transpose()).mul(slope);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}

/** Xavier: every weight is drawn with variance 1 / fan-in, since tanh keeps both signs; biases start at 0. */
export function initParams(rng: Rng, dims: [number, number, number]): Params {
  // dims are in, h, out: W1 (in, h) has fan-in `in`, W2 (h, out) has fan-in `h`
  const [fanIn, h, out] = dims;
  const W1 = Matrix.zeros(fanIn, h);
  const W2 = Matrix.zeros(h, out);
  for (const W of [W1, W2]) W.apply((i, j) => W.set(i, j, normal(rng) / Math.sqrt(W.rows)));
  return { W1, b1: new Array<number>(h).fill(0), W2, b2: new Array<number>(out).fill(0) };
}

/** The same network's mean cross-entropy in TensorFlow.js. Not async: the grader differentiates it. */
export function tfLoss(
  X: tf.Tensor2D,
  y: tf.Tensor1D,
  params: Record<'W1' | 'b1' | 'W2' | 'b2', tf.Tensor>,
): tf.Scalar {
  // logits = tanh(X W1 + b1) W2 + b2, loss = -mean(log softmax(logits)[i, y_i])
  // X (B, in) float32, y (B) int32 -> one number, as a tensor without axes
  const { W1, b1, W2, b2 } = params;
  const a1 = tf.tanh(tf.add(tf.matMul(X, W1 as tf.Tensor2D), b1)); // (B, in) @ (in, h) + (h)
  const logits = tf.add(tf.matMul(a1 as tf.Tensor2D, W2 as tf.Tensor2D), b2); // (B, h) @ (h, out) + (out)
  const labels = tf.oneHot(y, b2.size);
  const logp = tf.logSoftmax(logits as tf.Tensor2D);
  const own = tf.squeeze(tf.mul(labels, logp)); // (B, out)
  return tf.neg(tf.mean(tf.sum(own, 1))) as tf.Scalar;
}
