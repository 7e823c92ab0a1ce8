// Fault: the scaled pixels are made and thrown away.

import * as tf from '@tensorflow/tfjs';

export interface Split {
  images: Uint8Array;
  labels: Uint8Array;
  count: number;
}

export interface Weights {
  W1: Float32Array;
  b1: Float32Array;
  W2: Float32Array;
  b2: Float32Array;
}

export interface History {
  step: number[];
  trainLoss: number[];
  valStep: number[];
  valLoss: number[];
  valAccuracy: number[];
}

export interface Options {
  epochs: number;
  batchSize: number;
  hidden: number;
  lr: number;
  weightDecay: number;
  seed: number;
  onStep?: (step: number, loss: number) => void;
}

type Params = {
  W1: tf.Variable;
  b1: tf.Variable;
  W2: tf.Variable;
  b2: tf.Variable;
};

const PIXELS = 784;
const CLASSES = 10;
const CHUNK = 1000;

function initParams(hidden: number, seed: number): Params {
  const he = (inputs: number, outputs: number, ownSeed: number) =>
    tf.randomNormal([inputs, outputs], 0, Math.sqrt(2 / inputs), 'float32', ownSeed);
  return {
    W1: tf.variable(he(PIXELS, hidden, seed + 1)),
    b1: tf.variable(tf.zeros([hidden])),
    W2: tf.variable(he(hidden, CLASSES, seed + 2)),
    b2: tf.variable(tf.zeros([CLASSES])),
  };
}

function batchOf({ images, labels }: Split, indices: ArrayLike<number>): { X: tf.Tensor2D; y: tf.Tensor } {
  const X = new Float32Array(indices.length * PIXELS);
  const y = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * PIXELS;
    for (let j = 0; j < PIXELS; j++) X[i * PIXELS + j] = images[start + j]!;
    y[i] = labels[indices[i]!]!;
  }
  const inked = tf.tensor2d(X, [indices.length, PIXELS]);
  inked.div(255);
  return { X: inked, y: tf.oneHot(tf.tensor1d(y, 'int32'), CLASSES) };
}

function logitsOf(X: tf.Tensor2D, { W1, b1, W2, b2 }: Params): tf.Tensor2D {
  const a1 = tf.relu(tf.add(tf.matMul(X, W1 as tf.Tensor2D), b1));
  return tf.add(tf.matMul(a1, W2 as tf.Tensor2D), b2);
}

function step(batch: { X: tf.Tensor2D; y: tf.Tensor }, params: Params, options: Options): number {
  const { value, grads } = tf.variableGrads(() =>
    tf.losses.softmaxCrossEntropy(batch.y, logitsOf(batch.X, params)).asScalar(),
  );
  for (const variable of Object.values(params)) {
    const decay = variable.rank === 2 ? options.weightDecay : 0;
    const gradient = tf.add(grads[variable.name]!, tf.mul(variable, decay));
    variable.assign(tf.sub(variable, tf.mul(gradient, options.lr)));
  }
  return value.dataSync()[0]!;
}

function evaluate(set: Split, params: Params): { loss: number; accuracy: number } {
  let [loss, right] = [0, 0];
  for (let start = 0; start < set.count; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    const [chunkLoss, chunkRight] = tf.tidy(() => {
      const { X, y } = batchOf(set, indices);
      const logits = logitsOf(X, params);
      const hits = tf.sum(tf.equal(tf.argMax(logits, 1), tf.argMax(y, 1)));
      return [
        tf.losses.softmaxCrossEntropy(y, logits).dataSync()[0]! * indices.length,
        hits.dataSync()[0]!,
      ];
    });
    loss += chunkLoss!;
    right += chunkRight!;
  }
  return { loss: loss / set.count, accuracy: right / set.count };
}

export async function train(
  trainSet: Split,
  valSet: Split,
  options: Options,
): Promise<{ weights: Weights; history: History }> {
  const history: History = { step: [], trainLoss: [], valStep: [], valLoss: [], valAccuracy: [] };
  const params = tf.tidy(() => initParams(options.hidden, options.seed));
  const rng = uniform(options.seed);
  let done = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffled(rng, trainSet.count);
    for (let start = 0; start < trainSet.count; start += options.batchSize) {
      const indices = order.subarray(start, start + options.batchSize);
      const loss = tf.tidy(() => step(batchOf(trainSet, indices), params, options));
      history.step.push(done);
      history.trainLoss.push(loss);
      options.onStep?.(done, loss);
      done++;
    }
    const { loss, accuracy } = evaluate(valSet, params);
    history.valStep.push(done);
    history.valLoss.push(loss);
    history.valAccuracy.push(accuracy);
  }
  const read = async (variable: tf.Variable) => Float32Array.from(await variable.data());
  const weights = {
    W1: await read(params.W1),
    b1: await read(params.b1),
    W2: await read(params.W2),
    b2: await read(params.b2),
  };
  tf.dispose(Object.values(params));
  return { weights, history };
}

export function predict(images: Uint8Array, count: number, weights: Weights): Uint8Array {
  const hidden = weights.b1.length;
  return tf.tidy(() => {
    const X = tf.div(tf.tensor2d(Float32Array.from(images), [count, PIXELS]), 255);
    const a1 = tf.relu(tf.add(tf.matMul(X, tf.tensor2d(weights.W1, [PIXELS, hidden])), tf.tensor1d(weights.b1)));
    const logits = tf.add(tf.matMul(a1, tf.tensor2d(weights.W2, [hidden, CLASSES])), tf.tensor1d(weights.b2));
    return Uint8Array.from(tf.argMax(logits, 1).dataSync());
  });
}

function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(rng: () => number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
