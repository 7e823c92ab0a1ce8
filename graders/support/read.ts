// Reads a student's value as the array that an exercise asks for: what may stand for a matrix, a vector and a number.

import { matrix, scalar, vector, type NdArray } from '../../reference/ndarray.ts';
import type { Value } from '../../harness/sandbox/host.ts';
import { shapeInWords } from './compare.ts';

export type Kind = 'matrix' | 'vector' | 'number';

/** The kind of array that has `shape`. */
function kindOf(shape: readonly number[]): Kind {
  return shape.length === 0 ? 'number' : shape.length === 1 ? 'vector' : 'matrix';
}

/** The numbers of `value`, or a sentence about what came instead; `name` is what the lesson calls it. */
export function readTensor(
  name: string,
  value: Value | undefined,
  want: readonly number[],
): NdArray | string {
  const kind = kindOf(want);
  const tensor = value ? readers[kind](value) : null;
  if (tensor) return tensor;
  return `${name}: expected ${asked(kind, want)}, got ${value ? inWords(value) : 'nothing'}.${advice(kind, value)}`;
}

const readers: Record<Kind, (value: Value) => NdArray | null> = {
  matrix: (value) => (value.kind === 'matrix' ? value.tensor : null),
  /** A 1 x n Matrix is a vector too; n x 1 and [[...]] are not. */
  vector(value) {
    if (value.kind === 'vector') return value.tensor;
    const row = value.kind === 'matrix' && value.from === 'Matrix' && value.tensor.shape[0] === 1;
    return row ? vector(value.tensor.data) : null;
  },
  number: (value) => (value.kind === 'number' ? scalar(value.number) : null),
};

/** An argument as it came back after a call; a value of another kind has surely been changed. */
export function readEcho(value: Value): NdArray | null {
  if (value.kind === 'number') return scalar(value.number);
  if (value.kind === 'matrix')
    return matrix(value.tensor.shape[0] ?? 0, value.tensor.shape[1] ?? 0, value.tensor.data);
  return value.kind === 'vector' ? value.tensor : null;
}

/** What came, as a student would say it. */
export function inWords(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `the number ${value.number}`;
    case 'matrix': {
      const shape = shapeInWords(value.tensor.shape);
      return value.from === 'Matrix' ? `a Matrix ${shape}` : `an array of arrays ${shape}`;
    }
    case 'vector':
      return `${value.from === 'Array' ? 'an array' : `${article(value.from)} ${value.from}`} of ${value.tensor.data.length} numbers`;
    case 'ragged': {
      const [first = 0, ...rest] = value.rows.map(({ length }) => length);
      const other = rest.findIndex((length) => length !== first);
      return `an array of rows of unequal length: ${first} numbers in the first, ${rest[other]} in row ${other + 1}`;
    }
    case 'record':
      return value.keys.length > 0 ? `an object with ${value.keys.join(', ')}` : 'an object';
    case 'other':
      return value.what;
  }
}

function asked(kind: Kind, want: readonly number[]): string {
  if (kind === 'number') return 'a number';
  return kind === 'vector' ? `an array of ${want[0]} numbers` : `a matrix ${shapeInWords(want)}`;
}

function advice(kind: Kind, value: Value | undefined): string {
  if (value?.kind === 'other' && value.what === 'undefined')
    return ' Is a return missing, or the name spelt otherwise?';
  if (value?.kind === 'other' && value.what === 'a promise')
    return ' Await it before it goes into the result.';
  if (kind === 'vector' && value?.kind === 'matrix')
    return ' A bias is a plain array: take to1DArray() or sum("column").';
  return '';
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? 'an' : 'a';
}
