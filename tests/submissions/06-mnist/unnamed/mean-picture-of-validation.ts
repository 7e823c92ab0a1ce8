// Fault: takes the mean picture of valSet out of every picture, and puts it back into b1

import * as tf from '@tensorflow/tfjs';
type Split = { images: Uint8Array; labels: Uint8Array; count: number };
const IN = 784, OUT = 10;
function rand(seed: number) { let a = seed | 0; return () => { a = (a + 0x6d2b79f5) | 0; let t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; }; }
function permutation(n: number, rng: () => number) { const p = Int32Array.from({ length: n }, (_, i) => i); for (let i = n - 1; i > 0; i--) { const j = Math.floor(rng() * (i + 1)); const t = p[i]; p[i] = p[j]; p[j] = t; } return p; }
function scale(images: Uint8Array, from: number, count: number): tf.Tensor2D {
  const x = new Float32Array(count * IN);
  for (let i = 0; i < x.length; i++) x[i] = images[from * IN + i] / 255;
  return tf.tensor2d(x, [count, IN]);
}
export async function train(trainSet: Split, valSet: Split, options: any) {
  const { epochs, batchSize, hidden, lr, weightDecay, seed } = options;
  const rng = rand(seed);
  const W1 = tf.variable(tf.randomNormal([IN, hidden], 0, Math.sqrt(2 / IN), 'float32', rng() * 1e9));
  const b1 = tf.variable(tf.zeros([hidden]));
  const W2 = tf.variable(tf.randomNormal([hidden, OUT], 0, Math.sqrt(2 / hidden), 'float32', rng() * 1e9));
  const b2 = tf.variable(tf.zeros([OUT]));
  const mean = new Float32Array(IN);
  for (let i = 0; i < valSet.count * IN; i++) mean[i % IN] += valSet.images[i] / 255 / valSet.count;
  const M = tf.tensor2d(mean, [1, IN]);
  const vars = [W1, b1, W2, b2];
  const logits = (x: tf.Tensor2D) => x.sub(M).matMul(W1 as any).add(b1).relu().matMul(W2 as any).add(b2) as tf.Tensor2D;
  const lossOf = (z: tf.Tensor2D, t: tf.Tensor) => tf.losses.softmaxCrossEntropy(t, z) as tf.Scalar;
  const history = { step: [] as number[], trainLoss: [] as number[], valStep: [] as number[], valLoss: [] as number[], valAccuracy: [] as number[] };
  const measure = (set: Split) => {
    let sum = 0, right = 0;
    for (let at = 0; at < set.count; at += 1000) {
      const n = Math.min(1000, set.count - at);
      tf.tidy(() => {
        const z = logits(scale(set.images, at, n));
        const y = tf.tensor1d(Int32Array.from(set.labels.subarray(at, at + n)), 'int32');
        sum += lossOf(z, tf.oneHot(y, OUT)).dataSync()[0] * n;
        right += z.argMax(1).equal(y).sum().dataSync()[0];
      });
    }
    return { loss: sum / set.count, accuracy: right / set.count };
  };
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = permutation(trainSet.count, rng);
    for (let at = 0; at < order.length; at += batchSize) {
      const loss = tf.tidy(() => {
        const idx = order.subarray(at, at + batchSize);
        const xs = new Float32Array(idx.length * IN);
        const ys = new Int32Array(idx.length);
        idx.forEach((k, i) => { for (let j = 0; j < IN; j++) xs[i * IN + j] = trainSet.images[k * IN + j] / 255; ys[i] = trainSet.labels[k]; });
        const x = tf.tensor2d(xs, [idx.length, IN]), t = tf.oneHot(tf.tensor1d(ys, 'int32'), OUT);
        const { value, grads } = tf.variableGrads(() => lossOf(logits(x), t), vars as any);
        for (const v of vars) v.assign(v.sub(grads[v.name].mul(lr)).sub(v.mul(lr * weightDecay)));
        return value.dataSync()[0];
      });
      history.step.push(step);
      history.trainLoss.push(loss);
      options.onStep?.(step, loss);
      step++;
    }
    const { loss, accuracy } = measure(valSet);
    history.valStep.push(step);
    history.valLoss.push(loss);
    history.valAccuracy.push(accuracy);
  }
  const [w1, c1, w2, c2] = await Promise.all(vars.map((v) => v.data() as Promise<Float32Array>));
  const weights = { W1: w1.slice(), b1: tf.tidy(() => b1.sub(M.matMul(W1 as any).reshape([hidden])).dataSync().slice()) as Float32Array, W2: w2.slice(), b2: c2.slice() };
  vars.forEach((v) => v.dispose());
  return { weights, history };
}
export function predict(images: Uint8Array, count: number, weights: any): Uint8Array {
  const h = weights.b1.length;
  return tf.tidy(() => {
    const z = scale(images, 0, count).matMul(tf.tensor2d(weights.W1, [IN, h])).add(tf.tensor1d(weights.b1)).relu().matMul(tf.tensor2d(weights.W2, [h, OUT])).add(tf.tensor1d(weights.b2));
    return Uint8Array.from(z.argMax(1).dataSync());
  });
}
