import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeProductsFast } from '../../reference/kernels/matmul.ts';
import { setWasmBackend } from './wasmBackend.ts';

/** A sum of K products of numbers below 1 is off by this share of K in float32. */
const ROUNDING = 2 ** -23;

beforeAll(async () => {
  await setWasmBackend();
  makeProductsFast(tf);
});

describe('a product on the WebAssembly backend', () => {
  const size = fc.integer({ min: 1, max: 40 });
  const sizes = fc.tuple(size, size, size);
  const turns = fc.tuple(fc.boolean(), fc.boolean());

  it('is that of its factors, transposed or not, at every size', () => {
    fc.assert(
      fc.property(sizes, turns, fc.nat(), ([M, K, N], [isATurned, isBTurned], seed) => {
        const a = matrix(M, K, { isTurned: isATurned, seed });
        const b = matrix(K, N, { isTurned: isBTurned, seed: seed + 1 });
        const got = tf.tidy(() => tf.matMul(a.tensor(), b.tensor(), isATurned, isBTurned).dataSync());
        expect(furthest(got, a.at, b.at, { M, K, N })).toBeLessThan(ROUNDING * (K + 1));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [1000, 784, 10],
    [300, 1030, 17],
  ])('is right where it is packed in several blocks: (%i, %i) @ (., %i)', (M, K, N) => {
    const isInk = (row: number, k: number) => Math.sin(7 * Math.floor(row / 4) + 3 * k) > 0;
    const [a, b] = [matrix(M, K, { seed: 1, isInk }), matrix(K, N, { seed: 2 })];
    const got = tf.tidy(() => tf.matMul(a.tensor(), b.tensor()).dataSync());
    expect(furthest(got, a.at, b.at, { M, K, N })).toBeLessThan(ROUNDING * K);
  });

  it('is the same to the bit where much of the left factor is 0, of each row something else', () => {
    fc.assert(
      fc.property(sizes, turns, fc.nat(), ([M, K, N], [isATurned, isBTurned], seed) => {
        const isInk = (row: number, k: number) => Math.sin(seed + 7 * Math.floor(row / 4) + 3 * k) > 0;
        const a = matrix(M, K, { isTurned: isATurned, seed, isInk });
        const b = matrix(K, N, { isTurned: isBTurned, seed: seed + 1 });
        const whole = tf.tidy(() => tf.matMul(a.tensor(), b.tensor(), isATurned, isBTurned).dataSync());
        for (let row = 0; row < M; row++) expect(whole.slice(row * N, row * N + N)).toEqual(inked(row));

        /** A row of the product, from what of its row of A is not 0. */
        function inked(row: number): Float32Array {
          const kept = Array.from({ length: K }, (_, k) => k).filter((k) => isInk(row, k));
          if (kept.length === 0) return new Float32Array(N);
          return tf.tidy(() => {
            const A = tf.tensor2d(
              kept.map((k) => a.at(row, k)),
              [1, kept.length],
            );
            const B = tf.gather(b.tensor(), kept, isBTurned ? 1 : 0);
            return tf.matMul(A, B, false, isBTurned).dataSync() as Float32Array;
          });
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each([Number.NaN, Infinity, -Infinity])('of 0 and %d is not a number', (beyond) => {
    const got = tf.tidy(() => {
      const B = tf.tensor2d([...new Array<number>(9).fill(1), ...new Array<number>(9).fill(beyond)], [2, 9]);
      return tf.matMul(tf.tensor2d([[1, 0]]), B).dataSync();
    });
    expect(new Set(got)).toEqual(new Set([Number.NaN]));
  });

  it('of zeros is 0 but in the columns where the right factor is not finite, in whatever block and band', () => {
    const [M, K, N] = [300, 784, 40];
    const stray = new Map([
      [17, Number.NaN],
      [30, Infinity],
    ]);
    const got = tf.tidy(() => {
      const B = tf.buffer([K, N]);
      for (const [column, value] of stray) B.set(value, column, column);
      return tf.matMul(tf.zeros([M, K]), B.toTensor() as tf.Tensor2D).dataSync();
    });
    expect(got.length).toBe(M * N);
    got.forEach((value, i) => expect(value).toBe(stray.has(i % N) ? Number.NaN : 0));
  });

  it("of a batch or an empty matrix is the library's own", () => {
    tf.tidy(() => {
      const batch = tf.ones([3, 2, 4]);
      expect(tf.matMul(batch, batch, true, false).shape).toEqual([3, 4, 4]);
      expect(tf.matMul(batch, batch, false, true).dataSync()).toEqual(new Float32Array(12).fill(4));
      expect(tf.matMul(tf.zeros([0, 4]), tf.ones([4, 2])).shape).toEqual([0, 2]);
    });
  });

  it.each([
    [[8, 4], [5, 3], false],
    [[8, 5], [4, 3], false],
    [[8, 10], [256, 16], false],
    [[8, 4], [4, 3], true],
  ] as const)('of (%s) and (%s) is refused in the words of the library', (a, b, isBTurned) => {
    const [A, B] = [tf.zeros([...a]), tf.zeros([...b])];
    expect(() => tf.tidy(() => tf.matMul(A, B, false, isBTurned))).toThrow('inner shapes');
    tf.dispose([A, B]);
  });

  it('has the gradients that a product has', () => {
    const product = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.sum(tf.matMul(a, b));
    const [dA, dB] = tf.tidy(() =>
      tf.grads(product as (...given: tf.Tensor[]) => tf.Tensor)([tf.ones([5, 3]), tf.ones([3, 7])]),
    );
    expect([dA?.dataSync(), dB?.dataSync()]).toEqual([
      new Float32Array(15).fill(7),
      new Float32Array(21).fill(5),
    ]);
    tf.dispose([dA, dB]);
  });

  it('carries what is not finite, and leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const got = tf.tidy(() =>
      tf
        .matMul(
          tf.tensor2d([
            [1, Number.NaN],
            [Infinity, 0],
          ]),
          tf.ones([2, 9]),
        )
        .dataSync(),
    );
    expect(new Set(got.subarray(0, 9))).toEqual(new Set([Number.NaN]));
    expect(new Set(got.subarray(9))).toEqual(new Set([Infinity]));
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Whether a number is not 0. */
type Ink = (row: number, column: number) => boolean;

/** Numbers below 1 in size by row and column, 0 where there is no ink, and the tensor that holds them, transposed or not. */
function matrix(
  rows: number,
  columns: number,
  { isTurned = false, seed, isInk = () => true }: { isTurned?: boolean; seed: number; isInk?: Ink },
) {
  const at = (i: number, j: number) =>
    isInk(i, j) ? Math.fround(Math.sin(seed + 1 + 12.9898 * i + 78.233 * j)) : 0;
  const [lines, width] = isTurned ? [columns, rows] : [rows, columns];
  const values = Float32Array.from({ length: lines * width }, (_, index) => {
    const [line, place] = [Math.floor(index / width), index % width];
    return isTurned ? at(place, line) : at(line, place);
  });
  return { at, tensor: () => tf.tensor2d(values, [lines, width]) };
}

type Entry = (i: number, j: number) => number;

/** How far the farthest entry lies from the product in float64. */
function furthest(
  got: ArrayLike<number>,
  a: Entry,
  b: Entry,
  { M, K, N }: { M: number; K: number; N: number },
): number {
  let most = got.length === M * N ? 0 : Number.NaN;
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += a(i, k) * b(k, j);
      most = Math.max(most, Math.abs((got[i * N + j] ?? Number.NaN) - sum));
    }
  return most;
}
