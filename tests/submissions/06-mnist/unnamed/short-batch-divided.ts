// Fault: the loss of a short last batch is divided by batchSize, and so is its gradient.

import * as tf from '@tensorflow/tfjs';

export interface Split {
  images: Uint8Array; // count x 784, 0..255
  labels: Uint8Array; // count, 0..9
  count: number;
}

/** Row-major: W1 (784, hidden), b1 (hidden), W2 (hidden, 10), b2 (10). */
export interface Weights {
  W1: Float32Array;
  b1: Float32Array;
  W2: Float32Array;
  b2: Float32Array;
}

export interface History {
  step: number[]; // 0, 1, 2, ...: one a mini-batch
  trainLoss: number[]; // the loss of that mini-batch, before its update
  valStep: number[]; // one an epoch
  valLoss: number[];
  valAccuracy: number[]; // a fraction
}

export interface Options {
  epochs: number;
  batchSize: number;
  hidden: number;
  lr: number;
  weightDecay: number;
  seed: number;
  onStep?: (step: number, loss: number) => void; // for a live display
}

type Params = {
  W1: tf.Variable; // (784, hidden)
  b1: tf.Variable; // (hidden)
  W2: tf.Variable; // (hidden, 10)
  b2: tf.Variable; // (10)
};

const PIXELS = 784;
const CLASSES = 10;
/** Pictures that are evaluated at once. */
const CHUNK = 1000;

/** He for W1 and W2, zero biases: a first loss near log 10. tf.randomNormal(shape, mean, deviation, dtype, seed). */
function initParams(hidden: number, seed: number): Params {
  // W1 (784, hidden), b1 (hidden), W2 (hidden, 10), b2 (10); the deviation of a weight is sqrt(2 / fan-in)
  const he = (inputs: number, outputs: number, ownSeed: number) =>
    tf.randomNormal([inputs, outputs], 0, Math.sqrt(2 / inputs), 'float32', ownSeed);
  return {
    W1: tf.variable(he(PIXELS, hidden, seed + 1)),
    b1: tf.variable(tf.zeros([hidden])),
    W2: tf.variable(he(hidden, CLASSES, seed + 2)),
    b2: tf.variable(tf.zeros([CLASSES])),
  };
}

/** The pictures and labels at these places, as the network takes them: X (B, 784) from 0 to 1, y one-hot (B, 10). */
function batchOf({ images, labels }: Split, indices: ArrayLike<number>): { X: tf.Tensor2D; y: tf.Tensor } {
  const pixels = new Float32Array(indices.length * PIXELS);
  const y = new Float32Array(indices.length * CLASSES);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * PIXELS;
    pixels.set(images.subarray(start, start + PIXELS), i * PIXELS);
    y[i * CLASSES + labels[indices[i]!]!] = 1;
  }
  const X = tf.div(tf.tensor2d(pixels, [indices.length, PIXELS]), 255);
  return { X: X as tf.Tensor2D, y: tf.tensor2d(y, [indices.length, CLASSES]) };
}

/** Linear, relu, linear: relu(X W1 + b1) W2 + b2, (B, 784) -> (B, hidden) -> (B, 10). */
function logitsOf(X: tf.Tensor2D, { W1, b1, W2, b2 }: Params): tf.Tensor2D {
  const a1 = tf.relu(tf.add(tf.matMul(X, W1 as tf.Tensor2D), b1)); // (B, hidden)
  return tf.add(tf.matMul(a1, W2 as tf.Tensor2D), b2); // (B, 10)
}

/**
 * One step of SGD on a batch: w <- w - lr (dw + weightDecay w), the decay on W1 and W2 alone. Gives the loss before it.
 * tf.variableGrads(f) gives { value, grads }: f's loss and its gradient for every variable, by the variable's name.
 */
function step(batch: { X: tf.Tensor2D; y: tf.Tensor }, params: Params, options: Options): number {
  // X (B, 784) and y (B, 10) -> logits (B, 10) -> one loss; a gradient has the shape of its variable
  const { value, grads } = tf.variableGrads(() =>
    tf.div(tf.neg(tf.sum(tf.mul(batch.y, tf.logSoftmax(logitsOf(batch.X, params))))), options.batchSize).asScalar(),
  );
  for (const variable of Object.values(params)) {
    const decayed = variable.rank === 2 ? tf.mul(variable, 1 - options.lr * options.weightDecay) : variable;
    variable.assign(tf.sub(decayed, tf.mul(grads[variable.name]!, options.lr)));
  }
  return value.dataSync()[0]!;
}

/** Mean loss and share of right answers on a whole set, in chunks. */
function evaluate(set: Split, params: Params): { loss: number; accuracy: number } {
  // each chunk: X (b, 784) -> logits (b, 10); its mean counts b times, for the last chunk may be shorter
  let [loss, right] = [0, 0];
  for (let start = 0; start < set.count; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    const [chunkLoss, chunkRight] = tf.tidy(() => {
      const { X, y } = batchOf(set, indices);
      const logits = logitsOf(X, params);
      const hits = tf.sum(tf.equal(tf.argMax(logits, 1), tf.argMax(y, 1)));
      return [tf.losses.softmaxCrossEntropy(y, logits).dataSync()[0]! * indices.length, hits.dataSync()[0]!];
    });
    loss += chunkLoss;
    right += chunkRight;
  }
  return { loss: loss / set.count, accuracy: right / set.count };
}

/**
 * Trains for `epochs` passes over trainSet, freshly shuffled each time. valSet only measures: once after each epoch, so that
 * the last validation point belongs to the weights that are returned.
 */
export async function train(
  trainSet: Split,
  valSet: Split,
  options: Options,
): Promise<{ weights: Weights; history: History }> {
  // weights are flat: W1 of 784 * hidden numbers, b1 of hidden, W2 of hidden * 10, b2 of 10
  const history: History = { step: [], trainLoss: [], valStep: [], valLoss: [], valAccuracy: [] };
  const params = tf.tidy(() => initParams(options.hidden, options.seed)); // variables stay
  const rng = uniform(options.seed);
  let done = 0; // steps
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

/** The digit with the largest logit for each picture, from these weights and nothing else. The hidden width is b1's length. */
export function predict(images: Uint8Array, count: number, weights: Weights): Uint8Array {
  // images (count, 784), at once or in chunks -> logits (count, 10) -> labels (count)
  const hidden = weights.b1.length;
  return tf.tidy(() => {
    const X = tf.div(tf.tensor2d(Float32Array.from(images), [count, PIXELS]), 255);
    const a1 = tf.relu(
      tf.add(tf.matMul(X, tf.tensor2d(weights.W1, [PIXELS, hidden])), tf.tensor1d(weights.b1)),
    );
    const logits = tf.add(tf.matMul(a1, tf.tensor2d(weights.W2, [hidden, CLASSES])), tf.tensor1d(weights.b2));
    return Uint8Array.from(tf.argMax(logits, 1).dataSync());
  });
}

/** Ready to use: uniform numbers in [0, 1), the same ones for the same seed (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Ready to use: 0..n-1 in a random order (Fisher and Yates). */
function shuffled(rng: () => number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
