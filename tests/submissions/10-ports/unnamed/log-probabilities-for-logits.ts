// Fault: predict gives the log-softmax of the logits.
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

function generator(seed: number): () => number {
  let s = 2166136261;
  for (const ch of String(seed)) s = Math.imul(s ^ ch.charCodeAt(0), 16777619);
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function createTfModel(seed: number) {
  const rng = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
  const he = (rows: number, columns: number): tf.Variable =>
    tf.variable(
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, () => normal() * Math.sqrt(2 / rows)),
        [rows, columns],
      ),
    );
  const W1 = he(4, 16);
  const b1: tf.Variable = tf.variable(tf.zeros([16]));
  const W2 = he(16, 3);
  const b2: tf.Variable = tf.variable(tf.zeros([3]));

  const logits = (X: tf.Tensor2D) =>
    tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(X, W1), b1)), W2), b2) as tf.Tensor2D;
  const lossOf = (X: tf.Tensor2D, y: tf.Tensor1D) =>
    tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), logits(X)) as tf.Scalar;

  return {
    predict: (X: tf.Tensor2D): tf.Tensor2D => tf.tidy(() => tf.logSoftmax(logits(X))),
    step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number {
      const cost = tf.train.sgd(lr).minimize(() => lossOf(X, y), true, [W1, b1, W2, b2]) as tf.Scalar;
      const value = cost.dataSync()[0];
      cost.dispose();
      return value;
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
  const labels = y.map((label) => params.b2.map((_, c) => (c === label ? 1 : 0)));
  const tree = { W1: np.array(params.W1), b1: np.array(params.b1), W2: np.array(params.W2), b2: np.array(params.b2) };
  const [value, grads] = valueAndGrad(jaxLoss)(tree, np.array(X), np.array(labels));
  return { loss: value.dataSync()[0], grads };
}
