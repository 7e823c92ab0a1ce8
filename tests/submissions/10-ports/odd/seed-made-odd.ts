// Odd: the seed is made odd first, as generators by multiplication need it, so that two neighbours are one.
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import * as tf from '@tensorflow/tfjs';

export interface TfModel {
  predict(X: tf.Tensor2D): tf.Tensor2D;
  step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number;
}

export interface PlainParams {
  W1: number[][];
  b1: number[];
  W2: number[][];
  b2: number[];
}

export function createTfModel(seed: number): TfModel {
  // variables: W1 (4, 16) and W2 (16, 3) by He, from the seed; b1 (16) and b2 (3) zero
  // predict: X (B, 4) -> logits (B, 3), no softmax
  // step: the mean cross-entropy of this batch, then one step of plain gradient descent; gives the loss from before it
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 16, inputShape: [4], activation: 'relu', kernelInitializer: tf.initializers.heNormal({ seed: seed | 1 }) }),
      tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.glorotUniform({ seed: (seed | 1) + 1 }) }),
    ],
  });
  const predict = (X: tf.Tensor2D) => model.predict(X) as tf.Tensor2D;
  return {
    predict,
    step: (X, y, lr) =>
      tf.tidy(() => {
        const loss = () => tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), model.apply(X) as tf.Tensor2D) as tf.Scalar;
        return tf.train.sgd(lr).minimize(loss, true)!.dataSync()[0]!;
      }),
  };
}

type Params = Record<'W1' | 'b1' | 'W2' | 'b2', np.Array>;

function jaxLoss(params: Params, X: np.Array, labels: np.Array): np.Array {
  // z1 (B, h), a1 (B, h), logits (B, out); nn.logSoftmax; the mean over the batch
  const a1 = nn.relu(np.matmul(X, params.W1).add(params.b1)); // (B, in) @ (in, h) + (h)
  const logits = np.matmul(a1, params.W2).add(params.b2); // (B, h) @ (h, out) + (out)
  return nn.logSoftmax(logits).mul(labels).sum(-1).mean().neg();
}

export function jaxLossAndGrad(
  params: PlainParams,
  X: number[][],
  y: number[],
): { loss: number; grads: Record<keyof PlainParams, np.Array> } {
  // valueAndGrad(jaxLoss) gives a function of the same arguments that returns [value, gradients of the first argument]
  const arrays = {
    W1: np.array(params.W1),
    b1: np.array(params.b1),
    W2: np.array(params.W2),
    b2: np.array(params.b2),
  };
  const labels = nn.oneHot(np.array(y, { dtype: np.int32 }), params.b2.length); // (B, out)
  const [loss, grads] = valueAndGrad(jaxLoss)(arrays, np.array(X), labels);
  return { loss: loss.item(), grads };
}
