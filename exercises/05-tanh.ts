// 05 Tanh. Lesson: exercise 3, "Replace ReLU with tanh", by hand and with a library that differentiates.
//
// Fill in each TODO, then run:  npm run grade -- 05
//
// The two-layer network of 01 and 02 with another activation. Only two lines of the mathematics change: a1, and the factor
// between da1 and dz1. The report compares how fast your network learns with one that has relu.
//
// ml-matrix: z.tanh() changes z itself and Matrix.tanh(z) is new; so it is with A.mul(B) and Matrix.mul(A, B).
// TensorFlow.js: tensors never change; tf.matMul, tf.add (a bias is added to every row) and tf.tanh give new ones. What is
// taken out with dataSync() or await is a plain number, through which no gradient flows.

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
  // TODO
  throw new Error('TODO: forward');
}

/** The chain rule from the logits back to every parameter. */
export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  // dz2 = (p - onehot(y)) / B        (B, out)
  // da1 = dz2 W2^T                   (B, out) @ (out, h) -> (B, h)
  // dz1 = da1 * (1 - tanh(z1)**2)    (B, h), entry by entry; tanh(z1) is a1
  // dW1, db1, dW2, db2               as in 02
  // TODO
  throw new Error('TODO: backward');
}

/** Xavier: every weight is drawn with variance 1 / fan-in, since tanh keeps both signs; biases start at 0. */
export function initParams(rng: Rng, dims: [number, number, number]): Params {
  // dims are in, h, out: W1 (in, h) has fan-in `in`, W2 (h, out) has fan-in `h`
  // TODO
  throw new Error('TODO: initParams');
}

/** The same network's mean cross-entropy in TensorFlow.js. Not async: the grader differentiates it. */
export function tfLoss(
  X: tf.Tensor2D,
  y: tf.Tensor1D,
  params: Record<'W1' | 'b1' | 'W2' | 'b2', tf.Tensor>,
): tf.Scalar {
  // logits = tanh(X W1 + b1) W2 + b2, loss = -mean(log softmax(logits)[i, y_i])
  // X (B, in) float32, y (B) int32 -> one number, as a tensor without axes
  // TODO
  throw new Error('TODO: tfLoss');
}
