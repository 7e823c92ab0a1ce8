// MNIST on TensorFlow.js: the network of 06 and its pictures on the reference's device.

import * as tf from '@tensorflow/tfjs';
import { CLASSES, PIXELS, type Digits } from '../datasets/mnist.ts';
import type { Params } from '../float64/mlp.ts';
import { matrix, type NdArray } from '../ndarray.ts';

/** What a pixel is multiplied by before it enters the network. */
const INK = 1 / 255;

/** Tensors by the lesson's names. */
export interface Weights extends Record<string, tf.Tensor> {
  W1: tf.Tensor2D; // (784, hidden)
  b1: tf.Tensor1D; // (hidden)
  W2: tf.Tensor2D; // (hidden, 10)
  b2: tf.Tensor1D; // (10)
}

/** Pictures and one-hot labels. */
export interface Batch {
  X: tf.Tensor2D; // (B, 784)
  y: tf.Tensor2D; // (B, 10)
}

/** Mean loss and share of right answers of `params` on a set. */
export async function evaluateDigits(
  set: Digits,
  params: Params,
): Promise<{ loss: number; accuracy: number }> {
  let [loss, right] = [0, 0];
  await onChunks(set, params, async ({ X, y }, weights) => {
    const sums = tf.tidy(() => scores(logitsOf(X, weights), y));
    const [losses = Number.NaN, hits = Number.NaN] = await sums.data();
    sums.dispose();
    loss += losses;
    right += hits;
  });
  const { count } = set;
  return { loss: loss / count, accuracy: right / count };
}

/** The logits of the network on a set: (count, 784) -> (count, 10). */
export async function digitLogits(set: Digits, params: Params): Promise<NdArray> {
  const logits = matrix(set.count, CLASSES);
  let done = 0;
  await onChunks(set, params, async ({ X }, weights) => {
    const z2 = tf.tidy(() => logitsOf(X, weights));
    logits.data.set(await z2.data(), done);
    done += z2.size;
    z2.dispose();
  });
  return logits;
}

/** Pictures that are evaluated at once. */
const CHUNK = 2000;

/** Has `look` see the set in chunks, with the weights on the device; frees both. */
async function onChunks(
  set: Digits,
  params: Params,
  look: (chunk: Batch, weights: Weights) => Promise<void>,
): Promise<void> {
  const weights = upload(params);
  try {
    for (let start = 0; start < set.count; start += CHUNK) {
      const indices = Int32Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
      const chunk = gather(set, indices);
      await look(chunk, weights).finally(() => tf.dispose([chunk.X, chunk.y]));
    }
  } finally {
    tf.dispose(Object.values(weights));
  }
}

/** Linear, relu, linear: (B, 784) -> (B, hidden) -> (B, 10). */
function logitsOf(X: tf.Tensor2D, { W1, b1, W2, b2 }: Weights): tf.Tensor2D {
  const a1 = tf.relu(tf.add(tf.matMul(X, W1), b1)) as tf.Tensor2D;
  return tf.add(tf.matMul(a1, W2), b2);
}

/** The sum of the losses of a batch and how many of its answers are right: (2). */
function scores(z2: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor1D {
  const losses = tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(z2))));
  const hits = tf.sum(tf.cast(tf.equal(tf.argMax(z2, 1), tf.argMax(y, 1)), 'float32'));
  return tf.stack([losses, hits]) as tf.Tensor1D;
}

/** Pictures gathered in JavaScript, copied whole from bytes to the floats of one upload, and labels one-hot: (B, 784), (B, 10). */
export function gather({ images, labels }: Digits, indices: Int32Array): Batch {
  const B = indices.length;
  const pixels = new Float32Array(B * PIXELS);
  const y = new Float32Array(B * CLASSES);
  for (let i = 0; i < B; i++) {
    const example = indices[i] ?? 0;
    pixels.set(images.subarray(example * PIXELS, (example + 1) * PIXELS), i * PIXELS);
    y[i * CLASSES + (labels[example] ?? 0)] = 1;
  }
  const X: tf.Tensor2D = tf.tidy(() => tf.mul(tf.tensor2d(pixels, [B, PIXELS]), INK));
  return { X, y: tf.tensor2d(y, [B, CLASSES]) };
}

function upload(params: Params): Weights {
  const entries = Object.entries(params).map(([name, { data, shape }]) => [
    name,
    tf.tensor(Float32Array.from(data), shape),
  ]);
  return Object.fromEntries(entries) as Weights;
}
