import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part, PIXELS, readMnist } from '../../reference/datasets/mnist.ts';
import { logitsOfPixels } from '../../reference/float64/pixels.ts';
import { crossEntropy } from '../../reference/float64/softmax.ts';
import { lossAndGrads, named } from '../../reference/float64/mlp.ts';
import { openReference, type Reference } from '../../reference/index.ts';
import { map, matrix, zip } from '../../reference/ndarray.ts';
import { evaluateDigits } from '../../reference/tensorflow/digits.ts';
import { trainDigits } from '../../reference/tensorflow/digitTraining.ts';
import { normal, stream } from '../../graders/support/random.ts';
import { deviations } from './golden.ts';
import { devicesUnderTest } from './devicesUnderTest.ts';

/** Few enough steps for a software GPU: shaders and all, ten take a second there. */
const OPTIONS = { epochs: 2, batchSize: 64, hidden: 32, lr: 0.2, weightDecay: 1e-3 };
const TRAIN = part(readMnist().train, 0, 500); // the last batch is short
/** More than the device is given at once, and the last chunk is short. */
const TEST = part(readMnist().test, 0, 2100);

/** float32, of the largest entry: sums of 500 examples in another order on each device. */
const TOLERANCE = 1e-5;

describe.each(await devicesUnderTest('wasm', 'cpu'))('MNIST on $device', ({ device, isSkipped }) => {
  let reference: Reference;
  beforeAll(async () => {
    if (!isSkipped) reference = await openReference(device);
  });
  afterAll(() => {
    if (!isSkipped) reference.close();
  });

  it.skipIf(isSkipped)('takes the step that float64 takes', async () => {
    const whole = { ...OPTIONS, epochs: 1, batchSize: TRAIN.count };
    const { params } = await trainDigits(TRAIN, { ...whole, lr: 0, ...draws() });
    const stepped = await trainDigits(TRAIN, { ...whole, ...draws() });
    const X = map(matrix(TRAIN.count, PIXELS, TRAIN.images), (pixel) => pixel / 255);
    const { loss, grads } = lossAndGrads('relu', X, Int32Array.from(TRAIN.labels), params);
    const want = Object.entries(params).map(([name, array]) => {
      const decay = name.startsWith('W') ? OPTIONS.weightDecay : 0;
      return [name, zip(array, named(grads, `d${name}`), (w, dw) => w - OPTIONS.lr * (dw + decay * w))];
    });
    expect(deviations(stepped.params, Object.fromEntries(want) as typeof params, TOLERANCE)).toEqual([]);
    expect(stepped.losses).toHaveLength(1);
    expect(stepped.losses[0]).toBeCloseTo(loss, 5);
  });

  it.skipIf(isSkipped)('evaluates as float64 does', async () => {
    const { params } = await trainDigits(TRAIN, { ...OPTIONS, ...draws() });
    const { loss, accuracy } = await evaluateDigits(TEST, params);
    const logits = logitsOfPixels(TEST, params);
    expect(loss).toBeCloseTo(crossEntropy(logits, Int32Array.from(TEST.labels)), 4);
    const right = TEST.labels.filter(
      (label, i) => argmaxOf(logits.data.subarray(i * 10, i * 10 + 10)) === label,
    );
    expect(accuracy).toBeCloseTo(right.length / TEST.count, 6);
    const theirs = await reference.digitLogits(TEST, params);
    expect(deviations({ theirs }, { theirs: logits }, TOLERANCE)).toEqual([]);
  });

  it.skipIf(isSkipped)('has as many tensors after an epoch as before it', async () => {
    const before = tf.memory().numTensors;
    const { params } = await trainDigits(TRAIN, { ...OPTIONS, ...draws() });
    await evaluateDigits(TEST, params);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.skipIf(isSkipped)('learns digits', async () => {
    const { params } = await trainDigits(part(readMnist().train, 0, 2000), { ...OPTIONS, ...draws() });
    const { accuracy } = await evaluateDigits(TEST, params);
    expect(accuracy).toBeGreaterThan(0.75);
  });
});

function draws(): { uniform: () => number; normal: () => number } {
  const rng = stream(7, 'digits');
  return { uniform: rng, normal: () => normal(rng) };
}

function argmaxOf(row: Float64Array): number {
  return row.indexOf(Math.max(...row));
}
