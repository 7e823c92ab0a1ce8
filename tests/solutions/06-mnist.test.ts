import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { part, readMnist } from '../../reference/datasets/mnist.ts';
import { openReference } from '../../reference/index.ts';
import { predict, train } from '../../solutions/06-mnist.ts';

it('has as many tensors after training and predicting as before', async () => {
  await openReference('wasm');
  const { train: digits, validation } = readMnist();
  const sets = [part(digits, 0, 300), part(validation, 0, 100)] as const;
  const options = { epochs: 2, batchSize: 128, hidden: 32, lr: 0.2, weightDecay: 1e-4, seed: 1 };
  const before = tf.memory().numTensors;
  const { weights } = await train(...sets, options);
  predict(sets[1].images, sets[1].count, weights);
  expect(tf.memory().numTensors).toBe(before);
});
