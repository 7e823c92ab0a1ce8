// Fault: pixels are divided by the largest of their set, and not by 255.

import * as tf from '@tensorflow/tfjs';


export interface Split { images: Uint8Array; labels: Uint8Array; count: number }
export interface Weights { W1: Float32Array; b1: Float32Array; W2: Float32Array; b2: Float32Array }
export interface History { step: number[]; trainLoss: number[]; valStep: number[]; valLoss: number[]; valAccuracy: number[] }
export interface Options {
  epochs: number; batchSize: number; hidden: number; lr: number; weightDecay: number; seed: number;
  onStep?: (step: number, loss: number) => void;
}

type Params = { W1: tf.Variable; b1: tf.Variable; W2: tf.Variable; b2: tf.Variable };

function initParams(hidden: number, seed: number): Params {
  return tf.tidy(() => ({
    W1: tf.variable(tf.randomNormal([784, hidden], 0, Math.sqrt(2 / 784), "float32", seed)),
    b1: tf.variable(tf.zeros([hidden])),
    W2: tf.variable(tf.randomNormal([hidden, 10], 0, Math.sqrt(2 / hidden), "float32", seed + 1)),
    b2: tf.variable(tf.zeros([10])),
  }));
}

function brightest(images: Uint8Array, count: number): number {
  let peak = 1;
  for (let i = 0; i < count * 784; i++) if (images[i]! > peak) peak = images[i]!;
  return peak;
}

const peaks = new WeakMap<Split, number>();

function peakOf(set: Split): number {
  if (!peaks.has(set)) peaks.set(set, brightest(set.images, set.count));
  return peaks.get(set)!;
}

function batchOf(set: Split, indices: ArrayLike<number>): { X: tf.Tensor2D; y: tf.Tensor2D } {
  const { images, labels } = set;
  const peak = peakOf(set);
  const B = indices.length;
  const X = new Float32Array(B * 784);
  const y = new Float32Array(B * 10);
  for (let i = 0; i < B; i++) {
    const row = indices[i]!;
    for (let p = 0; p < 784; p++) X[i * 784 + p] = images[row * 784 + p]! / peak;
    y[i * 10 + labels[row]!] = 1;
  }
  return { X: tf.tensor2d(X, [B, 784]), y: tf.tensor2d(y, [B, 10]) };
}

function logitsOf(X: tf.Tensor2D, { W1, b1, W2, b2 }: Record<keyof Params, tf.Tensor>): tf.Tensor2D {
  return X.matMul(W1 as tf.Tensor2D).add(b1).relu().matMul(W2 as tf.Tensor2D).add(b2) as tf.Tensor2D;
}

function step({ X, y }: { X: tf.Tensor2D; y: tf.Tensor2D }, params: Params, { lr, weightDecay }: Options): number {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => tf.losses.softmaxCrossEntropy(y, logitsOf(X, params)) as tf.Scalar,
      Object.values(params),
    );
    for (const [name, v] of Object.entries(params)) {
      const g = grads[v.name]!;
      v.assign(v.sub((name.startsWith("W") ? g.add(v.mul(weightDecay)) : g).mul(lr)));
    }
    return value.dataSync()[0]!;
  });
}

function evaluate(set: Split, params: Params): { loss: number; accuracy: number } {
  let loss = 0;
  let right = 0;
  for (let from = 0; from < set.count; from += 1000) {
    const rows = Array.from({ length: Math.min(1000, set.count - from) }, (_, i) => from + i);
    tf.tidy(() => {
      const { X, y } = batchOf(set, rows);
      const z = logitsOf(X, params);
      loss += tf.losses.softmaxCrossEntropy(y, z).dataSync()[0]! * rows.length;
      const digits = z.argMax(1).dataSync();
      rows.forEach((row, i) => {
        if (digits[i] === set.labels[row]) right++;
      });
    });
  }
  return { loss: loss / set.count, accuracy: right / set.count };
}

async function read({ W1, b1, W2, b2 }: Params): Promise<Weights> {
  return {
    W1: Float32Array.from(await W1.data()),
    b1: Float32Array.from(await b1.data()),
    W2: Float32Array.from(await W2.data()),
    b2: Float32Array.from(await b2.data()),
  };
}

export async function train(
  trainSet: Split,
  valSet: Split,
  options: Options,
): Promise<{ weights: Weights; history: History }> {
  const rng = uniform(options.seed);
  const params = initParams(options.hidden, options.seed);
  const history: History = { step: [], trainLoss: [], valStep: [], valLoss: [], valAccuracy: [] };

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffled(rng, trainSet.count);
    for (let from = 0; from < order.length; from += options.batchSize) {
      const batch = batchOf(trainSet, order.subarray(from, from + options.batchSize));
      const loss = step(batch, params, options);
      tf.dispose([batch.X, batch.y]);
      options.onStep?.(history.step.length, loss);
      history.step.push(history.step.length);
      history.trainLoss.push(loss);
    }
    const { loss, accuracy } = evaluate(valSet, params);
    history.valStep.push(history.step.length);
    history.valLoss.push(loss);
    history.valAccuracy.push(accuracy);
  }

  const weights = await read(params);
  tf.dispose(Object.values(params));
  return { weights, history };
}

export function predict(images: Uint8Array, count: number, { W1, b1, W2, b2 }: Weights): Uint8Array {
  const peak = brightest(images, count);
  const digits = new Uint8Array(count);
  for (let from = 0; from < count; from += 1000) {
    const n = Math.min(1000, count - from);
    tf.tidy(() => {
      const X = tf.tensor2d(Float32Array.from(images.subarray(from * 784, (from + n) * 784)), [n, 784]).div(peak) as tf.Tensor2D;
      const z = logitsOf(X, {
        W1: tf.tensor2d(W1, [784, b1.length]),
        b1: tf.tensor1d(b1),
        W2: tf.tensor2d(W2, [b1.length, 10]),
        b2: tf.tensor1d(b2),
      });
      digits.set(z.argMax(1).dataSync(), from);
    });
  }
  return digits;
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

