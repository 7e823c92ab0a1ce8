// Fault: each term of the loss is cut to an integer by an Int32Array.
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

function mulberry32(a: number): () => number {
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function createTfModel(seed: number) {
  const random = mulberry32(seed);
  const randn = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const he = (n: number, m: number): tf.Variable =>
    tf.variable(tf.tensor2d(Float32Array.from({ length: n * m }, () => randn() * Math.sqrt(2 / n)), [n, m]));
  const W1 = he(4, 16);
  const b1 = tf.variable(tf.zeros([16]));
  const W2 = he(16, 3);
  const b2 = tf.variable(tf.zeros([3]));
  const forward = (X: tf.Tensor2D) => X.matMul(W1).add(b1).relu().matMul(W2).add(b2) as tf.Tensor2D;

  return {
    predict: (X: tf.Tensor2D): tf.Tensor2D => tf.tidy(() => forward(X)),
    step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number {
      return tf.tidy(() => {
        const cost = tf.train
          .sgd(lr)
          .minimize(
            () => tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3).toFloat(), forward(X)) as tf.Scalar,
            true,
            [W1, b1, W2, b2] as tf.Variable[],
          ) as tf.Scalar;
        return cost.dataSync()[0];
      });
    },
  };
}

type Params = Record<'W1' | 'b1' | 'W2' | 'b2', np.Array>;

function network(params: Params, X: np.Array): np.Array {
  const a1 = nn.relu(np.matmul(X, params.W1).add(params.b1));
  return nn.logSoftmax(np.matmul(a1, params.W2).add(params.b2));
}

const asArrays = (params: Record<'W1' | 'b1' | 'W2' | 'b2', number[] | number[][]>): Params => ({
  W1: np.array(params.W1 as number[][]),
  b1: np.array(params.b1 as number[]),
  W2: np.array(params.W2 as number[][]),
  b2: np.array(params.b2 as number[]),
});

export function jaxLossAndGrad(
  params: { W1: number[][]; b1: number[]; W2: number[][]; b2: number[] },
  X: number[][],
  y: number[],
) {
  const labels = Int32Array.from(y);
  const onehot = nn.oneHot(np.array(labels), params.b2.length);
  const meanLoss = (p: Params, x: np.Array, t: np.Array): np.Array => network(p, x).mul(t).sum(1).mean().neg();
  const [value, grads] = valueAndGrad(meanLoss)(asArrays(params), np.array(X), onehot);
  value.dispose();

  const logp: number[][] = network(asArrays(params), np.array(X)).js();
  const terms = labels.map((c, i) => -logp[i][c]);
  const loss = terms.reduce((a, b) => a + b, 0) / terms.length;
  return { loss, grads };
}
