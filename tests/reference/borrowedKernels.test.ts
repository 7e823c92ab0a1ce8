import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { borrowKernels } from '../../reference/kernels/borrowed.ts';
import { setWasmBackend } from './wasmBackend.ts';

beforeAll(async () => {
  await setWasmBackend();
  borrowKernels(tf);
});

describe('on the WebAssembly backend', () => {
  it('one-hot rows of dtype float32 are ones and zeros', () => {
    const rows = tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3, 1, 0, 'float32');
    expect(rows.arraySync()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
  });

  it('gather has a gradient', () => {
    const picked = tf.tensor1d([2, 0, 2], 'int32');
    const slope = tf.grad((x) => tf.sum(tf.gather(x, picked)))(tf.tensor1d([1, 2, 3]));
    expect(slope.arraySync()).toEqual([1, 0, 2]);
  });

  it('a kernel with a list of inputs runs', () => {
    const [a, b] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])];
    expect(tf.einsum('ij,jk->ik', a, b).arraySync()).toEqual([[11]]);
  });

  it('every kernel of the CPU backend is there', () => {
    const missing = tf
      .getKernelsForBackend('cpu')
      .filter(({ kernelName }) => !tf.getKernel(kernelName, 'wasm'));
    expect(missing).toEqual([]);
  });

  it('a borrowed kernel leaves nothing behind', () => {
    const indices = tf.tensor1d([0, 2], 'int32');
    const held = () => [tf.memory().numTensors, tf.engine().findBackend('cpu').numDataIds()];
    const before = held();
    for (let call = 0; call < 5; call++) tf.oneHot(indices, 3).dispose();
    expect(held()).toEqual(before);
  });
});
