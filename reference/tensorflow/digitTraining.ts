// MNIST trained on the reference's device, as fast as the device lets it. Backward by hand: a step is two dozen operations,
// half of what automatic differentiation makes of it.

import * as tf from '@tensorflow/tfjs';
import { CLASSES, PIXELS, type Digits } from '../datasets/mnist.ts';
import type { Params } from '../float64/mlp.ts';
import { gather, type Batch, type Weights } from './digits.ts';

export interface DigitOptions {
  epochs: number;
  batchSize: number;
  hidden: number;
  lr: number;
  /** Of W1 and W2, decoupled: w <- w - lr (dw + weightDecay w). */
  weightDecay: number;
  /** Uniform draws from [0, 1). */
  uniform: () => number;
  /** Standard normal draws. */
  normal: () => number;
}

export interface DigitRun {
  params: Params;
  /** The loss of every mini-batch before its update. */
  losses: Float32Array;
}

interface Stepped extends Record<string, tf.TensorContainer> {
  loss: tf.Scalar;
  updated: Weights;
}

/** Trains 784 -> hidden -> 10 with relu by plain gradient descent on freshly shuffled mini-batches. */
export async function trainDigits(set: Digits, options: DigitOptions): Promise<DigitRun> {
  const { epochs, batchSize } = options;
  let weights = initialise(options);
  const losses: tf.Scalar[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(set.count, options.uniform);
    for (let start = 0; start < set.count; start += batchSize) {
      const batch = order.subarray(start, start + batchSize);
      const before = weights;
      const { loss, updated } = tf.tidy(() => step(gather(set, batch), before, options));
      tf.dispose(before);
      weights = updated;
      losses.push(loss);
    }
  }
  try {
    return { params: await read(weights), losses: await readScalars(losses) };
  } finally {
    tf.dispose([...Object.values(weights), ...losses]);
  }
}

/** One step on a batch; gives the loss before it and the new weights. The rate enters with dz2, so every product has it. */
function step({ X, y }: Batch, { W1, b1, W2, b2 }: Weights, { lr, weightDecay }: DigitOptions): Stepped {
  const B = X.shape[0];
  const kept = 1 - lr * weightDecay;
  const z1 = tf.add(tf.matMul(X, W1), b1); // (B, 784) @ (784, hidden)
  const a1 = tf.relu(z1); // (B, hidden)
  const z2 = tf.add(tf.matMul(a1, W2), b2); // (B, hidden) @ (hidden, 10)
  const logP = tf.logSoftmax(z2 as tf.Tensor2D); // (B, 10)
  const loss = tf.mul(tf.sum(tf.mul(y, logP)), -1 / B) as tf.Scalar;
  const dz2 = tf.mul(tf.sub(tf.exp(logP), y), lr / B) as tf.Tensor2D; // (B, 10)
  const mask = tf.sign(a1); // relu leaves nothing below 0; tf.step takes as long as a product on tfjs-node
  const dz1 = tf.mul(tf.matMul(dz2, W2, false, true), mask) as tf.Tensor2D; // (B, 10) @ (10, hidden)
  const updated: Weights = {
    W1: tf.sub(tf.mul(W1, kept), tf.matMul(X, dz1, true, false)), // (784, B) @ (B, hidden)
    b1: tf.sub(b1, tf.sum(dz1, 0)),
    W2: tf.sub(tf.mul(W2, kept), tf.matMul(a1 as tf.Tensor2D, dz2, true, false)), // (hidden, B) @ (B, 10)
    b2: tf.sub(b2, tf.sum(dz2, 0)),
  };
  return { loss, updated };
}

/** He, with zero biases. */
function initialise({ hidden, normal }: DigitOptions): Weights {
  const he = (inputs: number, outputs: number) => {
    const deviation = Math.sqrt(2 / inputs);
    const numbers = Float32Array.from({ length: inputs * outputs }, () => deviation * normal());
    return tf.tensor2d(numbers, [inputs, outputs]);
  };
  return {
    W1: he(PIXELS, hidden),
    b1: tf.zeros([hidden]),
    W2: he(hidden, CLASSES),
    b2: tf.zeros([CLASSES]),
  };
}

async function read(weights: Weights): Promise<Params> {
  const entries = Object.entries(weights).map(async ([name, tensor]: [string, tf.Tensor]) => [
    name,
    { shape: [...tensor.shape], data: Float64Array.from(await tensor.data()) },
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Params;
}

/** All of them in one transfer: a device far away answers each question late. */
async function readScalars(scalars: tf.Scalar[]): Promise<Float32Array> {
  if (scalars.length === 0) return new Float32Array();
  const all = tf.stack(scalars);
  try {
    return (await all.data()) as Float32Array;
  } finally {
    all.dispose();
  }
}

/** 0..n-1 in a random order (Fisher and Yates). */
function shuffled(n: number, uniform: () => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
