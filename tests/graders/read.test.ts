import { describe, expect, it } from 'vitest';
import { inWords, readEcho, readTensor } from '../../graders/support/read.ts';
import type { Value } from '../../harness/sandbox/host.ts';
import { matrix, scalar, vector } from '../../reference/ndarray.ts';

const three = [1, 2, 3];
const number: Value = { kind: 'number', number: 7 };
const row: Value = { kind: 'matrix', tensor: matrix(1, 3, three), from: 'Matrix' };
const column: Value = { kind: 'matrix', tensor: matrix(3, 1, three), from: 'Matrix' };
const nestedRow: Value = { kind: 'matrix', tensor: matrix(1, 3, three), from: 'arrays' };
const nestedColumn: Value = { kind: 'matrix', tensor: matrix(3, 1, three), from: 'arrays' };
const array: Value = { kind: 'vector', tensor: vector(three), from: 'Array' };
const typed: Value = { kind: 'vector', tensor: vector(three), from: 'Float32Array' };
const labels: Value = { kind: 'vector', tensor: vector(three), from: 'Int32Array' };
const empty: Value = { kind: 'record', entries: new Map(), keys: [] };
const record: Value = { kind: 'record', entries: new Map(), keys: ['z1', 'a1'] };
const nothing: Value = { kind: 'other', what: 'undefined' };
const promise: Value = { kind: 'other', what: 'a promise' };

/** Wanted as, what came, and what is said of it; null where it is taken. */
const verdicts: [want: number[], came: string, value: Value | undefined, said: string | null][] = [
  [[1, 3], 'a Matrix', row, null],
  [[1, 3], 'an array of arrays', nestedRow, null],
  [[3, 1], 'a Matrix of one column', column, null],
  [[1, 3], 'an array', array, 'expected a matrix (1, 3), got an array of 3 numbers.'],
  [[1, 3], 'a number', number, 'expected a matrix (1, 3), got the number 7.'],
  [[1, 3], 'nothing at all', undefined, 'expected a matrix (1, 3), got nothing.'],
  [
    [1, 3],
    'undefined',
    nothing,
    'expected a matrix (1, 3), got undefined. Is a return missing, or the name spelt otherwise?',
  ],
  [
    [1, 3],
    'a promise',
    promise,
    'expected a matrix (1, 3), got a promise. Await it before it goes into the result.',
  ],
  [[1, 3], 'an object', record, 'expected a matrix (1, 3), got an object with z1, a1.'],
  [[1, 3], 'an empty object', empty, 'expected a matrix (1, 3), got an object.'],
  [[3], 'an array', array, null],
  [[3], 'a typed array', typed, null],
  [[3], 'labels', labels, null],
  [[3], 'a Matrix of one row', row, null],
  [
    [3],
    'a Matrix of one column',
    column,
    'expected an array of 3 numbers, got a Matrix (3, 1). A bias is a plain array: take to1DArray() or sum("column").',
  ],
  [
    [3],
    'an array in an array',
    nestedRow,
    'expected an array of 3 numbers, got an array of arrays (1, 3). A bias is a plain array: take to1DArray() or sum("column").',
  ],
  [
    [3],
    'arrays of one number',
    nestedColumn,
    'expected an array of 3 numbers, got an array of arrays (3, 1). A bias is a plain array: take to1DArray() or sum("column").',
  ],
  [[3], 'a number', number, 'expected an array of 3 numbers, got the number 7.'],
  [[], 'a number', number, null],
  [[], 'an array', array, 'expected a number, got an array of 3 numbers.'],
  [[], 'a typed array', typed, 'expected a number, got a Float32Array of 3 numbers.'],
  [[], 'text', { kind: 'other', what: 'the text "7"' }, 'expected a number, got the text "7".'],
  [[], 'a Matrix', row, 'expected a number, got a Matrix (1, 3).'],
];

describe.each(verdicts)('where %j is wanted, %s', (want, _, value, said) => {
  it(said === null ? 'is taken' : 'is refused, and why is said', () => {
    const read = readTensor('dW1', value, want);
    expect(typeof read === 'string' ? read : null).toBe(said === null ? null : `dW1: ${said}`);
  });
});

describe('what is taken', () => {
  it('has the numbers that came, in the shape they have', () => {
    expect(readTensor('z', row, [1, 3])).toEqual(matrix(1, 3, three));
    expect(readTensor('z', column, [1, 3])).toEqual(matrix(3, 1, three));
    expect(readTensor('b', array, [2])).toEqual(vector(three));
    expect(readTensor('loss', number, [])).toEqual(scalar(7));
  });

  it('is a vector where a Matrix of one row stands for one', () => {
    expect(readTensor('b', row, [3])).toEqual(vector(three));
  });
});

describe('an argument that comes back', () => {
  it.each<[string, Value, unknown]>([
    ['number', number, scalar(7)],
    ['Matrix', row, matrix(1, 3, three)],
    ['array', array, vector(three)],
    ['object', record, null],
    ['something else', nothing, null],
  ])('is read from a %s', (_, value, read) => {
    expect(readEcho(value)).toEqual(read);
  });
});

describe('a value in words', () => {
  it.each<[Value, string]>([
    [number, 'the number 7'],
    [row, 'a Matrix (1, 3)'],
    [nestedColumn, 'an array of arrays (3, 1)'],
    [array, 'an array of 3 numbers'],
    [labels, 'an Int32Array of 3 numbers'],
    [record, 'an object with z1, a1'],
    [empty, 'an object'],
    [promise, 'a promise'],
  ])('reads as a student would say it: %#', (value, words) => {
    expect(inWords(value)).toBe(words);
  });
});
