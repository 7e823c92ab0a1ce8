import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { shareCopies } from '../../reference/kernels/copies.ts';
import { setWasmBackend } from './wasmBackend.ts';

beforeAll(async () => {
  await setWasmBackend();
  shareCopies(tf);
});

it('a copy takes no memory, and outlives the tensor that it was made of', () => {
  const before = tf.memory();
  const made = tf.tensor1d([1, 2, 3]);
  const copy = tf.clone(made);
  expect(tf.memory().numTensors - before.numTensors).toBe(2);
  expect(tf.memory().numDataBuffers - before.numDataBuffers).toBe(1);
  made.dispose();
  tf.tensor1d([7, 7, 7]).dispose(); // would take the place of one that was freed too early
  expect([...copy.dataSync()]).toEqual([1, 2, 3]);
  copy.dispose();
  const { numTensors, numDataBuffers } = before;
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
});

it('what is assigned to a variable leaves a copy of it as it was', () => {
  const variable = tf.variable(tf.tensor1d([1, 2]));
  const copy = tf.clone(variable);
  variable.assign(tf.tensor1d([3, 4]));
  expect([[...variable.dataSync()], [...copy.dataSync()]]).toEqual([
    [3, 4],
    [1, 2],
  ]);
  tf.dispose([variable, copy]);
});

it('a cast to the dtype that a tensor has takes no memory, and one to another gives its numbers', () => {
  const { numDataBuffers } = tf.memory();
  const made = tf.tensor1d([1.5, 0, -2.5]);
  const same = tf.cast(made, 'float32');
  expect(tf.memory().numDataBuffers - numDataBuffers).toBe(1);
  made.dispose();
  expect([...same.dataSync()]).toEqual([1.5, 0, -2.5]);
  const whole = tf.cast(same, 'int32');
  expect([whole.dtype, ...whole.dataSync()]).toEqual(['int32', 1, 0, -2]);
  tf.dispose([same, whole]);
  expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
});

it('words are copied as numbers are', () => {
  const { numBytes } = tf.memory();
  const made = tf.tensor1d(['one', 'two']);
  const copy = tf.clone(made);
  made.dispose();
  expect(copy.dataSync()).toEqual(['one', 'two']);
  copy.dispose();
  expect(tf.memory().numBytes).toBe(numBytes);
});
