// Odd: a class with private variables; W1 as PyTorch draws it, biases too.
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

class Net {
  readonly W1: tf.Variable;
  readonly b1: tf.Variable;
  readonly W2: tf.Variable;
  readonly b2: tf.Variable;
  constructor(seed: number) {
    const uniform = (shape: number[], fanIn: number, n: number) =>
      tf.variable(tf.randomUniform(shape, -1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn), 'float32', seed * 10 + n));
    this.W1 = uniform([4, 16], 4, 1);
    this.b1 = uniform([16], 4, 2);
    this.W2 = uniform([16, 3], 16, 3);
    this.b2 = uniform([3], 16, 4);
  }
  predict(X: tf.Tensor2D): tf.Tensor2D {
    return X.matMul(this.W1 as unknown as tf.Tensor2D).add(this.b1).relu().matMul(this.W2 as unknown as tf.Tensor2D).add(this.b2) as tf.Tensor2D;
  }
  step(X: tf.Tensor2D, y: tf.Tensor1D, lr: number): number {
    const { value, grads } = tf.variableGrads(() => tf.losses.softmaxCrossEntropy(tf.oneHot(y, 3), this.predict(X)) as tf.Scalar);
    for (const variable of [this.W1, this.b1, this.W2, this.b2]) variable.assign(variable.sub(grads[variable.name]!.mul(lr)));
    return value.arraySync() as unknown as number;
  }
}

export const createTfModel = (seed: number) => new Net(seed);

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
