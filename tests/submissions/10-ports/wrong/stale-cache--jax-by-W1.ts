// Fault: jaxLossAndGrad keeps its answers by X, y and W1, whatever the other parameters.

import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

export interface TfModel {
  predict(X: tf.Tensor2D): tf.Tensor2D;
  step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number;
}

/** Plain arrays: W1 (in, h), b1 (h), W2 (h, out), b2 (out). */
export interface PlainParams {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

/** The 4-16-3 relu network with variables of its own. One seed gives one model; another seed gives another. */
export function createTfModel(seed: number): TfModel {
  // variables: W1 (4, 16) and W2 (16, 3) by He, from the seed; b1 (16) and b2 (3) zero
  // predict: relu(X W1 + b1) W2 + b2, X (B, 4) -> logits (B, 3), no softmax
  // step: the mean cross-entropy of this batch, then one step of plain gradient descent; gives the loss from before it
  const W1 = tf.variable(tf.randomNormal([4, 16], 0, Math.sqrt(2 / 4), 'float32', seed));
  const b1 = tf.variable(tf.zeros([16]));
  const W2 = tf.variable(tf.randomNormal([16, 3], 0, Math.sqrt(2 / 16), 'float32', seed + 1));
  const b2 = tf.variable(tf.zeros([3]));
  const predict = (X: tf.Tensor2D): tf.Tensor2D =>
    tf.tidy(() => {
      const a1 = tf.relu(tf.add(tf.matMul(X, W1 as unknown as tf.Tensor2D), b1)); // (B, 4) @ (4, 16) + (16)
      return tf.add(tf.matMul(a1 as tf.Tensor2D, W2 as unknown as tf.Tensor2D), b2); // (B, 16) @ (16, 3) + (3)
    });
  const lossOf = (X: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar =>
    tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), predict(X));
  return {
    predict,
    step(X, y, lr) {
      return tf.tidy(() => {
        const loss = tf.train.sgd(lr).minimize(() => lossOf(X, y), true);
        return loss!.dataSync()[0]!;
      });
    },
  };
}

/** The parameters as jax arrays. A `type`, since jax-js does not take an interface for a tree of arrays. */
type Params = Record<'W1' | 'b1' | 'W2' | 'b2', np.Array>;

/** Mean cross-entropy of a two-layer relu network: params, X (B, in), labels as rows of 0 and 1 (B, out) -> one number. */
function jaxLoss(params: Params, X: np.Array, labels: np.Array): np.Array {
  // z1 (B, h), a1 (B, h), logits (B, out); nn.logSoftmax; the mean over the batch
  const a1 = nn.relu(np.matmul(X, params.W1).add(params.b1)); // (B, in) @ (in, h) + (h)
  const logits = np.matmul(a1, params.W2).add(params.b2); // (B, h) @ (h, out) + (out)
  return nn.logSoftmax(logits).mul(labels).sum(-1).mean().neg();
}

const answers = new Map<string, ReturnType<typeof computed>>();

export function jaxLossAndGrad(params: PlainParams, X: number[][], y: number[]) {
  const key = JSON.stringify([X, y, params.W1]);
  const answer = answers.get(key) ?? computed(params, X, y);
  answers.set(key, answer);
  return answer;
}

/** The loss and its gradients, from plain arrays of any sizes. The number of classes is the length of b2. */
function computed(
  params: PlainParams,
  X: number[][],
  y: number[],
): { loss: number; grads: Record<keyof PlainParams, np.Array | number[] | number[][]> } {
  // valueAndGrad(jaxLoss) gives a function of the same arguments that returns [value, gradients of the first argument]
  const arrays = {
    W1: np.array(params.W1),
    b1: np.array(params.b1),
    W2: np.array(params.W2),
    b2: np.array(params.b2),
  };
  const labels = nn.oneHot(np.array(y, { dtype: np.int32 }), params.b2.length); // (B, out)
  const [loss, grads] = valueAndGrad(jaxLoss)(arrays, np.array(X), labels);
  return { loss: loss.item() as number, grads: { W1: grads.W1.js(), b1: grads.b1.js(), W2: grads.W2.js(), b2: grads.b2.js() } };
}
