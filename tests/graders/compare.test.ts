import { describe, expect, it } from 'vitest';
import { compare, isClose, shapeInWords, show } from '../../graders/support/compare.ts';
import { heatMap } from '../../graders/support/heatMap.ts';
import { matrix, scalar, vector, type NdArray } from '../../reference/ndarray.ts';

const want = matrix(2, 3, [1, -2, 3, -4, 5, -6]);

describe('a difference', () => {
  it.each<[string, NdArray, NdArray, string]>([
    ['one entry', withEntry(4, 5.5), want, 'dW1[1, 1] is 5.5, expected 5 (1 of 6 entries differ).'],
    [
      'several, at the worst',
      matrix(2, 3, [1.1, -2, 3.3, -4, 5, -6.1]),
      want,
      'dW1[0, 2] is 3.3, expected 3 (3 of 6 entries differ).',
    ],
    [
      'an entry of a vector',
      vector([1, 2, 4]),
      vector([1, 2, 3]),
      'dW1[2] is 4, expected 3 (1 of 3 entries differ).',
    ],
    ['a number', scalar(2.5), scalar(2), 'dW1 is 2.5, expected 2.'],
    ['a long number', scalar(1 / 3), scalar(2e-7 / 3), 'dW1 is 0.333333, expected 6.66667e-8.'],
    [
      'NaN',
      withEntry(1, Number.NaN),
      want,
      'dW1[0, 1] is NaN, expected -2 (1 of 6 entries differ): not a finite number.',
    ],
    [
      'Infinity, before what is off by less',
      matrix(2, 3, [9, -2, 3, Infinity, 5, -6]),
      want,
      'dW1[1, 0] is Infinity, expected -4 (2 of 6 entries differ): not a finite number.',
    ],
    ['NaN for a number', scalar(Number.NaN), scalar(2), 'dW1 is NaN, expected 2: not a finite number.'],
    [
      'the sign',
      times(-1),
      want,
      'dW1[1, 2] is 6, expected -6 (6 of 6 entries differ): every entry has the wrong sign.',
    ],
    [
      'a factor above 1',
      times(8),
      want,
      'dW1[1, 2] is -48, expected -6 (6 of 6 entries differ): every entry is 8 times too large.',
    ],
    [
      'a factor below 1',
      times(1 / 8),
      want,
      'dW1[1, 2] is -0.75, expected -6 (6 of 6 entries differ): every entry is 8 times too small.',
    ],
    [
      'a factor next to 1, which is none',
      times(1.00004),
      want,
      'dW1[1, 2] is -6.00024, expected -6 (6 of 6 entries differ).',
    ],
    [
      'the seventh digit',
      vector([0.1829934, 0.1]),
      vector([0.1829931, 0.1]),
      'dW1[0] is 0.1829934, expected 0.1829931 (1 of 2 entries differ).',
    ],
    [
      'numbers of float32',
      vector([Math.fround(0.1) + 2 ** -20, Math.fround(0.2)]),
      vector([0.1, 0.2]),
      'dW1[0] is 0.100001, expected 0.1 (1 of 2 entries differ): these are float32 numbers, compute in float64 (no Float32Array, no Math.fround).',
    ],
    ['zeros, which are no factor', times(0), want, 'dW1[1, 2] is 0, expected -6 (6 of 6 entries differ).'],
    [
      'another shape',
      matrix(2, 2, [1, 2, 3, 4]),
      want,
      'dW1 has shape (2, 2), expected (2, 3): which sizes meet in the product or sum that makes it?',
    ],
    [
      'the transpose',
      matrix(3, 2, [1, 2, 3, 4, 5, 6]),
      want,
      'dW1 has shape (3, 2), expected (2, 3): is a transpose missing, or one too many?',
    ],
    [
      'another length',
      vector([1, 2]),
      vector([1, 2, 3]),
      'dW1 has shape (2), expected (3): which sizes meet in the product or sum that makes it?',
    ],
  ])('in %s is told', (_, got, wanted, message) => {
    expect(compare('dW1', got, wanted, 'gradient')?.message).toBe(message);
  });

  it('is none where there is none', () => {
    expect(compare('dW1', want, want, 'gradient')).toBeNull();
    expect(compare('z1', vector([0]), vector([-0]), 'gradient')).toBeNull();
  });

  it('comes with evidence: where, what, how far off, and how much of it', () => {
    expect(compare('dW1', matrix(2, 3, [1, -2, 3.3, -4, 5.003, -6]), want, 'gradient')?.evidence).toEqual({
      where: 'dW1[0, 2]',
      expected: 3,
      got: 3.3,
      relativeError: 0.05,
      differing: [2, 6],
      heatMap: { tensor: 'dW1', shape: [2, 3], levels: [0, 0, 2, 0, 1, 0] },
    });
  });

  it('of no finite number has it in words, and no relative error', () => {
    const evidence = compare('loss', scalar(-Infinity), scalar(2), 'forward')?.evidence;
    expect(evidence).toEqual({ where: 'loss', expected: 2, got: '-Infinity', differing: [1, 1] });
  });

  it('of shapes has both of them', () => {
    expect(compare('db1', vector([1, 2]), vector([1]), 'gradient')?.evidence).toEqual({
      where: 'db1',
      expected: '(1)',
      got: '(2)',
    });
  });
});

describe('the tolerance', () => {
  it.each([
    ['a gradient', 'gradient', 4e-6],
    ['forward values', 'forward', 4e-6],
  ] as const)('of %s is 1e-6 of the largest entry', (_, rule, most) => {
    const largest4 = vector([1, -4]);
    expect(isClose(vector([1 + 0.99 * most, -4]), largest4, rule)).toBe(true);
    expect(isClose(vector([1 - 0.99 * most, -4]), largest4, rule)).toBe(true);
    expect(isClose(vector([1 + 1.01 * most, -4]), largest4, rule)).toBe(false);
    expect(isClose(vector([1 - 1.01 * most, -4]), largest4, rule)).toBe(false);
  });

  it('of small forward values is 1e-6 outright, and of small gradients is not', () => {
    const small = vector([1e-3, -2e-3]);
    expect(isClose(vector([1e-3 + 0.99e-6, -2e-3]), small, 'forward')).toBe(true);
    expect(isClose(vector([1e-3 + 1.01e-6, -2e-3]), small, 'forward')).toBe(false);
    expect(isClose(vector([1e-3 + 0.99 * 2e-9, -2e-3]), small, 'gradient')).toBe(true);
    expect(isClose(vector([1e-3 + 1.01 * 2e-9, -2e-3]), small, 'gradient')).toBe(false);
  });

  it('of zeros is nothing for gradients', () => {
    expect(isClose(vector([0, -0]), vector([0, 0]), 'gradient')).toBe(true);
    expect(isClose(vector([0, 5e-324]), vector([0, 0]), 'gradient')).toBe(false);
    expect(isClose(vector([0, 1e-6]), vector([0, 0]), 'forward')).toBe(true);
  });

  it.each([Number.NaN, Infinity, -Infinity])('never holds %d', (value) => {
    expect(isClose(scalar(value), scalar(1), 'forward')).toBe(false);
    expect(isClose(scalar(value), scalar(1), 'gradient')).toBe(false);
  });

  it('never holds another shape of the same numbers', () => {
    expect(isClose(matrix(1, 2, [1, 2]), vector([1, 2]), 'forward')).toBe(false);
    expect(isClose(matrix(2, 1, [1, 2]), matrix(1, 2, [1, 2]), 'forward')).toBe(false);
  });
});

describe('a heat map', () => {
  it.each([
    [0, 0],
    [1e-6, 0],
    [1.01e-6, 1],
    [0.99e-3, 1],
    [1e-3, 2],
    [0.099, 2],
    [0.1, 3],
    [0.99, 3],
    [1, 4],
    [1e9, 4],
    [Number.NaN, 5],
    [Infinity, 5],
  ])('shows an entry off by %d of the largest at level %d', (share, level) => {
    expect(heatMap('W', Float64Array.of(share * 8, 0), vector([8, 1]))?.levels).toEqual([level, 0]);
  });

  it('has the shape of its tensor, a vector being one row', () => {
    expect(heatMap('b', new Float64Array(3), vector([1, 2, 3]))?.shape).toEqual([1, 3]);
    expect(heatMap('W', new Float64Array(6), want)?.shape).toEqual([2, 3]);
  });

  it('is made of up to 400 entries, and of no single number', () => {
    const ofSize = (rows: number, columns: number) =>
      heatMap('W', new Float64Array(rows * columns), matrix(rows, columns));
    expect(ofSize(20, 20)?.levels).toHaveLength(400);
    expect(ofSize(1, 401)).toBeNull();
    expect(heatMap('loss', new Float64Array(1), scalar(1))).toBeNull();
  });

  it('of zeros takes what came for its own measure', () => {
    expect(heatMap('W', Float64Array.of(0, 2, 1e-9), vector([0, 0, 0]))?.levels).toEqual([0, 4, 0]);
  });
});

describe('words', () => {
  it.each([
    [[], 'a number'],
    [[3], '(3)'],
    [[8, 3], '(8, 3)'],
  ])('for the shape %j are %s', (shape, words) => {
    expect(shapeInWords(shape)).toBe(words);
  });

  it.each([
    [1 / 3, '0.333333'],
    [0.1 + 0.2, '0.3'],
    [1234567.8, '1234570'],
    [1e-12 / 3, '3.33333e-13'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('for the number %d are %s', (value, words) => {
    expect(show(value)).toBe(words);
  });
});

function withEntry(index: number, value: number): NdArray {
  return matrix(2, 3, want.data.with(index, value));
}

function times(factor: number): NdArray {
  return matrix(
    2,
    3,
    want.data.map((value) => value * factor),
  );
}
