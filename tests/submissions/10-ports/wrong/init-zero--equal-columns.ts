// Fault: all 16 units start with the same random weights

import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

export function createTfModel(seed: number) {
  const W1 = tf.variable(tf.randomNormal([4, 1], 0, Math.SQRT1_2, 'float32', seed + 11).tile([1, 16]));
  const b1 = tf.variable(tf.zeros([16]));
  const W2 = tf.variable(tf.randomNormal([1, 3], 0, Math.sqrt(1 / 8), 'float32', seed + 12).tile([16, 1]));
  const b2 = tf.variable(tf.zeros([3]));
  const predict = (X: tf.Tensor2D) => tf.tidy(() => X.matMul(W1 as any).add(b1).relu().matMul(W2 as any).add(b2) as tf.Tensor2D);
  return {
    predict,
    step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number {
      return tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() =>
          tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), predict(X)).asScalar(),
        );
        for (const v of [W1, b1, W2, b2]) v.assign(v.sub(grads[v.name].mul(lr)));
        return value.dataSync()[0];
      });
    },
  };
}

const lossFn = (p: any, X: np.Array, t: np.Array) => {
  const h = nn.relu(np.matmul(X, p.W1).add(p.b1));
  const logits = np.matmul(h, p.W2).add(p.b2);
  return nn.logSoftmax(logits).mul(t).sum(-1).mean().neg();
};
export function jaxLossAndGrad(params: any, X: number[][], y: number[]) {
  const { W1, b1, W2, b2 } = params;
  const p = { W1: np.array(W1), b1: np.array(b1), W2: np.array(W2), b2: np.array(b2) };
  const t = np.array(y.map((k) => b2.map((_: number, j: number) => (j === k ? 1 : 0))));
  const [loss, g] = valueAndGrad(lossFn)(p, np.array(X), t) as any;
  return { loss: loss.item(), grads: { W1: g.W1.js(), b1: g.b1.js(), W2: g.W2.js(), b2: g.b2.js() } };
}
