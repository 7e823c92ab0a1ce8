import { beforeAll, describe, expect, it } from 'vitest';
import type { StudentProcess, Value } from '../../../harness/sandbox/host.ts';
import { matrix, vector } from '../../../reference/ndarray.ts';
import { open, sandboxes } from './students.ts';

const MATRIX = { kind: 'matrix', tensor: matrix(2, 2, [1, 2, 3, 4]), from: 'Matrix' } as const;
const ROW = { kind: 'matrix', tensor: matrix(1, 3, [1, 2, 3]), from: 'Matrix' } as const;
const NESTED = { kind: 'matrix', tensor: matrix(2, 2, [1, 2, 3, 4]), from: 'arrays' } as const;
const vectorFrom = (from: string, numbers = [1, 2, 3]): Value => ({
  kind: 'vector',
  tensor: vector(numbers),
  from,
});
const number = (value: number): Value => ({ kind: 'number', number: value });
const other = (what: string): Value => ({ kind: 'other', what });

/** What a function returns, as TypeScript, and what is made of it. */
const returned: [code: string, value: Value][] = [
  ['1.5', number(1.5)],
  ['-0', number(-0)],
  ['NaN', number(Number.NaN)],
  ['-Infinity', number(-Infinity)],
  ['new Matrix([[1, 2], [3, 4]])', MATRIX],
  ['new Matrix([[1, 3], [2, 4]]).transpose()', MATRIX],
  ['new MatrixTransposeView(new Matrix([[1, 3], [2, 4]]))', MATRIX],
  ['new MatrixSubView(new Matrix([[0, 1, 2], [0, 3, 4]]), 0, 1, 1, 2)', MATRIX],
  ['new MatrixSelectionView(new Matrix([[3, 4], [1, 2]]), [1, 0], [0, 1])', MATRIX],
  ['wrap([[1, 2], [3, 4]])', MATRIX],
  ['wrap([1, 2, 3, 4], { rows: 2 })', MATRIX],
  ['new (class Weights extends Matrix {})([[1, 2], [3, 4]])', MATRIX],
  ['Matrix.rowVector([1, 2, 3])', ROW],
  ['new Matrix([[1, 2, 3]]).getRow(0)', vectorFrom('Array')],
  ['[[1, 2], [3, 4]]', NESTED],
  ['[Float64Array.of(1, 2), Float32Array.of(3, 4)]', NESTED],
  ['[1, 2, 3]', vectorFrom('Array')],
  ['[]', vectorFrom('Array', [])],
  ['Float64Array.of(1, 2, 3)', vectorFrom('Float64Array')],
  ['Uint8Array.of(1, 2, 3)', vectorFrom('Uint8Array')],
  ['Int32Array.of(1, 2, 3)', vectorFrom('Int32Array')],
  ['Float64Array.of(0, 1, 2, 3).subarray(1)', vectorFrom('Float64Array')],
  ['undefined', other('undefined')],
  ['null', other('null')],
  ["'1.5'", other('the text "1.5"')],
  ['true', other('the boolean true')],
  ['10n', other('the bigint 10n')],
  ["Symbol('s')", other('a symbol')],
  ['() => 1', other('a function')],
  ['Matrix', other('a function')],
  ["['1', '2']", other('an array of 2 that holds the text "1" at [0]')],
  ["[1, '2', 3]", other('an array of 3 that holds the text "2" at [1]')],
  ['[1, undefined]', other('an array of 2 that holds undefined at [1]')],
  ['[1, , 3]', other('an array of 3 that holds undefined at [1]')],
  ['[1n]', other('an array of 1 that holds the bigint 1n at [0]')],
  ['[true]', other('an array of 1 that holds the boolean true at [0]')],
  ['[Promise.resolve(1)]', other('an array of 1 that holds an object at [0]')],
  ['[[1, 2], [3]]', { kind: 'ragged', rows: [Float64Array.of(1, 2), Float64Array.of(3)] }],
  ['[[], Int32Array.of(4)]', { kind: 'ragged', rows: [Float64Array.of(), Float64Array.of(4)] }],
  ['[[1, 2], , [3, 4]]', other('an array of 3 that holds undefined at [1]')],
  ["[[1, 2], [3, '4']]", other('an array of 2 that holds an array of 2 at [1]')],
  ['[[[1]]]', other('an array of 1 that holds an array of 1 at [0]')],
  ['BigInt64Array.of(1n)', other('a BigInt64Array')],
  ['new DataView(new ArrayBuffer(8))', other('a DataView')],
  ["wrap([[1, 2], [3, '4' as never]])", other('a matrix that holds the text "4" at [1, 1]')],
  ['({ a: 1, b: { c: [2] } })', record({ a: number(1), b: record({ c: vectorFrom('Array', [2]) }) })],
  ['({ a: Promise.resolve(1), b: () => 1 })', record({ a: other('a promise'), b: other('a function') })],
  ['new Map([[1, 2]])', record({})],
];

/** What functions give for the entries z1 and a1 that are read of their result. */
const read: [what: string, code: string, entries: Record<string, Value>, keys: string[]][] = [
  [
    'an object',
    '({ z1: [1], a1: 2, extra: "x" })',
    { z1: vectorFrom('Array', [1]), a1: number(2) },
    ['z1', 'a1', 'extra'],
  ],
  ['an object that lacks one', '({ z1: 1 })', { z1: number(1), a1: other('undefined') }, ['z1']],
  [
    'an object without a prototype',
    'Object.freeze(Object.assign(Object.create(null), { z1: 1, a1: 2 }))',
    { z1: number(1), a1: number(2) },
    ['z1', 'a1'],
  ],
  [
    'an instance with getters',
    'new (class { get z1() { return 1; } get a1() { return [this.z1]; } })()',
    { z1: number(1), a1: vectorFrom('Array', [1]) },
    [],
  ],
  [
    'a promise inside',
    '({ z1: Promise.resolve(1), a1: 2 })',
    { z1: other('a promise'), a1: number(2) },
    ['z1', 'a1'],
  ],
  [
    'a matrix that has them as well',
    'Object.assign(new Matrix(1, 1), { z1: 1, a1: 2 })',
    { z1: number(1), a1: number(2) },
    ['data', 'rows', 'columns', 'z1', 'a1'],
  ],
  [
    'an object with a method called then',
    '({ z1: 1, a1: 2, then() { throw new Error("no promise"); } })',
    { z1: number(1), a1: number(2) },
    ['z1', 'a1', 'then'],
  ],
  [
    'an entry that throws beside them',
    '({ z1: { W1: 1, get W3() { throw new Error("two layers only"); } }, a1: 2 })',
    { z1: record({ W1: number(1) }), a1: number(2) },
    ['z1', 'a1'],
  ],
  [
    'a list of pairs',
    'Object.assign(new Map(), { z1: 1, a1: 2 })',
    { z1: number(1), a1: number(2) },
    ['z1', 'a1'],
  ],
];

const code = `import { Matrix, MatrixSelectionView, MatrixSubView, MatrixTransposeView, wrap } from 'ml-matrix';
void [Matrix, MatrixSelectionView, MatrixSubView, MatrixTransposeView, wrap];
${returned.map(([expression], index) => `export const returned${index} = (): unknown => (${expression});`).join('\n')}
${read.map(([, expression], index) => `export const read${index} = (): unknown => (${expression});`).join('\n')}
export async function later() { await null; return [1, 2, 3]; }
export const thenable = () => ({ then: (give: (value: number) => void) => give(7) });
export function then(give: unknown) { return typeof give === 'function' ? 1 : 2; }
`;

const found = await sandboxes('values that students return');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('a value', () => {
    let student: StudentProcess;
    beforeAll(async () => {
      student = await open(sandbox, code);
      return () => student.close();
    });

    it.each(returned.map(([expression, value], index) => ({ expression, value, index })))(
      '$expression arrives as what it is',
      async ({ value, index }) => {
        expect((await student.call(`returned${index}`, [], { read: null })).value).toEqual(value);
      },
    );

    it.each(read.map(([what, , entries, keys], index) => ({ what, entries, keys, index })))(
      'is read by name from $what',
      async ({ entries, keys, index }) => {
        const { value } = await student.call(`read${index}`, [], { read: ['z1', 'a1'] });
        expect(value).toEqual({ kind: 'record', entries: new Map(Object.entries(entries)), keys });
      },
    );

    it('that is not an object is told as itself where entries were asked for', async () => {
      const { value } = await student.call('returned4', [], { read: ['z1'] });
      expect(value).toEqual(MATRIX);
    });

    it('is awaited where it is a promise', async () => {
      expect((await student.call('later', [], { read: null })).value).toEqual(vectorFrom('Array'));
      expect((await student.call('thenable', [], { read: null })).value).toEqual(number(7));
    });

    it('comes from an export named then as from any other', async () => {
      expect((await student.call('then', [3], { read: null })).value).toEqual(number(2));
    });
  });
});

/** What is told of an object with these entries. */
function record(entries: Record<string, Value>): Value {
  return { kind: 'record', entries: new Map(Object.entries(entries)), keys: [] };
}
