// The same network as float64/mlp.ts, built from TensorFlow.js operations and differentiated by it, in float32.

import * as tf from '@tensorflow/tfjs';
import { depthOf, named, type Activation, type Params, type Pass } from '../float64/mlp.ts';
import { oneHot } from '../float64/softmax.ts';
import { columnsOf, type NdArray } from '../ndarray.ts';

/** Loss, cache and gradients as in float64/mlp.ts, for any depth, by automatic differentiation; shapes as there. */
export async function lossAndGrads(
  activation: Activation,
  X: NdArray,
  y: Int32Array,
  params: Params,
): Promise<Pass> {
  const names = Object.keys(params);
  const kept = tf.engine().tidy(() => differentiate(activation, { X, y, params }, names) as never) as Kept;
  try {
    const arrays = await readAll(kept.cache);
    const grads = await readAll(kept.grads);
    return { loss: (await kept.loss.data())[0] ?? Number.NaN, cache: arrays, grads };
  } finally {
    tf.dispose([kept.loss, kept.cache, kept.grads]);
  }
}

const activate: Record<Activation, (z: tf.Tensor) => tf.Tensor> = {
  relu: tf.relu,
  tanh: tf.tanh,
  identity: tf.clone,
};

interface Problem {
  X: NdArray;
  y: Int32Array;
  params: Params;
}

interface Kept {
  loss: tf.Scalar;
  cache: Record<string, tf.Tensor>;
  grads: Record<string, tf.Tensor>;
}

function differentiate(activation: Activation, { X, y, params }: Problem, names: string[]): Kept {
  const cache: Record<string, tf.Tensor> = {};
  const labels = tensorOf(oneHot(y, columnsOf(named(params, `b${depthOf(params)}`)))); // (B, out)
  const lossOf = (...tensors: tf.Tensor[]) => {
    const weights = Object.fromEntries(names.map((name, index) => [name, tensors[index]]));
    const logits = logitsOf(activation, tensorOf(X), weights as Record<string, tf.Tensor>, cache);
    return meanCrossEntropy(logits, labels);
  };
  const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => tensorOf(named(params, name))));
  return {
    loss: value,
    cache,
    grads: Object.fromEntries(grads.map((grad, index) => [`d${names[index]}`, grad])),
  };
}

/** Fills `cache` with z1 a1 ... p and gives the logits: (B, in) -> (B, out). */
function logitsOf(
  activation: Activation,
  X: tf.Tensor,
  weights: Record<string, tf.Tensor>,
  cache: Record<string, tf.Tensor>,
): tf.Tensor {
  const depth = Object.keys(weights).length / 2;
  let a = X;
  for (let layer = 1; layer <= depth; layer++) {
    const [W, b] = [weights[`W${layer}`], weights[`b${layer}`]];
    if (!W || !b) throw new RangeError(`no W${layer} or b${layer} among ${Object.keys(weights).join(', ')}`);
    const z = tf.add(tf.matMul(a as tf.Tensor2D, W as tf.Tensor2D), b); // (B, n) @ (n, m) + (m)
    cache[`z${layer}`] = tf.keep(z);
    if (layer === depth) {
      cache.p = tf.keep(tf.softmax(z));
      return z;
    }
    a = cache[`a${layer}`] = tf.keep(activate[activation](z));
  }
  throw new RangeError('a network needs at least one layer');
}

/**
 * Mean over the batch of `-sum onehot * log_softmax(logits)`: one sum over all, since each operation and its gradient is a call
 * into the device.
 */
function meanCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const [B = 1] = labels.shape;
  return tf.mul(tf.sum(tf.mul(labels, tf.logSoftmax(logits))), -1 / B); // (B, out) -> one number
}

function tensorOf(array: NdArray): tf.Tensor {
  return tf.tensor(Float32Array.from(array.data), array.shape);
}

async function readAll(tensors: Record<string, tf.Tensor>): Promise<Record<string, NdArray>> {
  const read = Object.entries(tensors).map(async ([name, tensor]): Promise<[string, NdArray]> => {
    return [name, { shape: [...tensor.shape], data: Float64Array.from(await tensor.data()) }];
  });
  return Object.fromEntries(await Promise.all(read));
}
