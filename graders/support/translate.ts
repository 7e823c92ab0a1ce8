// What ml-matrix and the other libraries mean when they throw, in the lesson's terms: their own words often name neither
// the sizes nor the cause.

import type { StudentFault } from '../../harness/sandbox/host.ts';

type Translation = [thrown: RegExp, means: string];

const ML_MATRIX: Translation[] = [
  [
    /dimensions must be equal/i,
    'two matrices of different sizes met: add, sub, mul and div work entry by entry.',
  ],
  [
    /Cannot read properties of undefined \(reading '[^'\d]/,
    'undefined was used where a Matrix is wanted: does the function that made it return it?',
  ],
  [
    /Cannot read properties of undefined/,
    'a row or entry that is not there was read: mmul does not check the inner sizes, (n, k) @ (k, m).',
  ],
  [
    /vectors do not have the same size/i,
    'dot is the sum of the products of all entries, a number; the product of two matrices is A.mmul(B).',
  ],
  [
    /Data must be a 2D array with at least one element/i,
    'a plain array of numbers met a Matrix, and there is no broadcasting: subColumnVector takes one number a row.',
  ],
  [
    /vector size must be the same/i,
    'the vector has another length than the rows (addRowVector) or columns (addColumnVector) of the matrix.',
  ],
  [
    /nColumns must be a positive integer/,
    'Matrix.max needs two matrices: Matrix.max(z, Matrix.zeros(z.rows, z.columns)).',
  ],
  [
    /First argument must be a positive number/,
    'undefined was given where ml-matrix wants a matrix or a number.',
  ],
  [
    /\w+\.\w+ is not a function/,
    'there is no method of that name on it: a Matrix is no array, and a number[] is no Matrix.',
  ],
  [
    /callback must be a function/,
    'apply takes (row, column) => ..., changes the matrix itself, and ignores what the callback returns.',
  ],
  [/out of range/, 'an index lies outside the matrix: rows come first, then columns.'],
  [
    /data length does not match|inconsistent array dimensions/i,
    'the numbers do not fill the shape that was asked for.',
  ],
];

const TENSORFLOW: Translation[] = [
  [
    /Variable with name .* was already registered/,
    'createTfModel is called more than once: leave the name out, so that each model has variables of its own.',
  ],
  [
    /reading 'backend'/,
    'a tensor was used whose memory is gone: it was disposed, or made in a tf.tidy that has ended.',
  ],
];

const JAX: Translation[] = [
  [
    /please use \.ref move semantics/,
    'jax-js frees an array when it is used: write x.ref wherever x is needed again.',
  ],
];

/** What each library says, and the file of the sandbox that holds it, where it has one of its own. */
const LIBRARIES: { name: string; file: string | null; translations: Translation[] }[] = [
  { name: '@tensorflow/tfjs', file: 'child-tfjs.cjs', translations: TENSORFLOW },
  { name: '@jax-js/jax', file: 'child-jax.cjs', translations: JAX },
  { name: 'ml-matrix', file: null, translations: ML_MATRIX },
];

/** A sentence on what an error of a library means; empty where nothing is known of it, or another library threw it. */
export function translate({ message, studentStack, libraries }: StudentFault): string {
  const thrower = throwerOf(studentStack);
  const known = LIBRARIES.filter(({ name }) => libraries?.includes(name) ?? true)
    .filter(({ file }) => thrower === null || file === thrower)
    .flatMap(({ translations }) => translations)
    .find(([thrown]) => thrown.test(message));
  return known ? ` In short: ${known[1]}` : '';
}

/** The file of a library in which it was thrown; null where that was in ml-matrix, or in the student's own code. */
function throwerOf(stack: string): string | null {
  const innermost = /^\s+at .*$/m.exec(stack)?.[0] ?? '';
  return LIBRARIES.find(({ file }) => file !== null && innermost.includes(file))?.file ?? null;
}

/** Whether what was thrown is the stub's own TODO. */
export function isTodo(message: string): boolean {
  return /^threw Error: TODO\b/.test(message);
}
