// Fault: step takes itself back where the loss has risen.
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

export interface TfModel {
  predict(X: tf.Tensor2D): tf.Tensor2D;
  step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number;
}

export function createTfModel(seed: number): TfModel {
  let a = seed | 0;
  const random = (): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const he = (n: number, m: number): tf.Variable =>
    tf.variable(tf.tensor2d(Float32Array.from({ length: n * m }, () => normal() * Math.sqrt(2 / n)), [n, m]));
  const W1 = he(4, 16);
  const b1 = tf.variable(tf.zeros([16]));
  const W2 = he(16, 3);
  const b2 = tf.variable(tf.zeros([3]));
  const variables = [W1, b1, W2, b2] as tf.Variable[];

  const forward = (X: tf.Tensor2D): tf.Tensor2D => X.matMul(W1).add(b1).relu().matMul(W2).add(b2) as tf.Tensor2D;
  const lossOf = (X: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar =>
    tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3).toFloat(), forward(X)) as tf.Scalar;

  return {
    predict(X) {
      return tf.tidy(() => forward(X));
    },
    step(X, y, lr) {
      return tf.tidy(() => {
        const before = variables.map((v) => v.clone());
        const cost = tf.train.sgd(lr).minimize(() => lossOf(X, y), true, variables) as tf.Scalar;
        const loss = cost.dataSync()[0];
        const after = lossOf(X, y).dataSync()[0];
        if (!(after <= loss)) variables.forEach((v, i) => v.assign(before[i])); // lr was too large for this one
        return loss;
      });
    },
  };
}

type Params = Record<'W1' | 'b1' | 'W2' | 'b2', np.Array>;

function jaxLoss(params: Params, X: np.Array, labels: np.Array): np.Array {
  const a1 = nn.relu(np.matmul(X, params.W1).add(params.b1));
  const logits = np.matmul(a1, params.W2).add(params.b2);
  return nn.logSoftmax(logits).mul(labels).sum(1).mean().neg();
}

export function jaxLossAndGrad(
  params: { W1: number[][]; b1: number[]; W2: number[][]; b2: number[] },
  X: number[][],
  y: number[],
) {
  const tree = {
    W1: np.array(params.W1),
    b1: np.array(params.b1),
    W2: np.array(params.W2),
    b2: np.array(params.b2),
  };
  const labels = nn.oneHot(np.array(y, { dtype: np.int32 }), params.b2.length);
  const [loss, grads] = valueAndGrad(jaxLoss)(tree, np.array(X), labels);
  return { loss: loss.js() as number, grads };
}
