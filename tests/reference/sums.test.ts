import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSumsFast } from '../../reference/kernels/sums.ts';
import { setWasmBackend } from './wasmBackend.ts';

beforeAll(setWasmBackend);

/** Each sum, by the library's own kernel and then by ours. */
const WAYS: [string, (x: tf.Tensor) => tf.Tensor][] = [
  ['over rows', (x) => tf.sum(x, 0)],
  ['over rows, counted from the end', (x) => tf.sum(x, [-2])],
  ['over rows that stay an axis', (x) => tf.sum(x, 0, true)],
  ['over columns', (x) => tf.sum(x, 1)],
  ['over both', (x) => tf.sum(x)],
  ['of integers', (x) => tf.sum(tf.cast(x, 'int32'), 0)],
];

describe('a sum on the WebAssembly backend is the same to the bit as without a kernel of ours', () => {
  const size = fc.integer({ min: 1, max: 40 });
  const matrices = fc.sample(fc.tuple(size, size, fc.nat()), { numRuns: 60, seed: 1 });
  const own = new Map<string, { shape: number[]; values: number[] }[]>();
  const sumsOf = (sum: (x: tf.Tensor) => tf.Tensor) =>
    matrices.map(([M, N, seed]) =>
      tf.tidy(() => {
        const made = sum(tf.randomNormal([M, N], 0, 3, 'float32', seed));
        return { shape: made.shape, values: [...made.dataSync()] };
      }),
    );

  beforeAll(() => {
    for (const [words, sum] of WAYS) own.set(words, sumsOf(sum));
    makeSumsFast(tf);
  });

  it.each(WAYS)('%s', (words, sum) => {
    const { numTensors, numDataBuffers } = tf.memory();
    expect(sumsOf(sum)).toEqual(own.get(words));
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('where the matrix has no numbers, or more axes', () => {
    tf.tidy(() => {
      expect(tf.sum(tf.zeros([0, 3]), 0).shape).toEqual([3]); // with numbers that the library leaves unset
      expect(tf.sum(tf.ones([2, 3, 4]), 0).shape).toEqual([3, 4]);
      expect([
        ...tf
          .sum(
            tf.tensor2d([
              [1, Number.NaN, Infinity],
              [2, 0, 1],
            ]),
            0,
          )
          .dataSync(),
      ]).toEqual([3, Number.NaN, Infinity]);
    });
  });
});
