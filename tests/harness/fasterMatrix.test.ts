// What the sandbox hands students for ml-matrix gives what the published package gives, to the last bit and the last word.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import fc from 'fast-check';
import * as published from 'ml-matrix';
import { describe, expect, test } from 'vitest';

type Library = typeof published;
type Loader = (module: { exports: object }, exports: object, require: NodeJS.Require) => void;
interface Plugin {
  transform(code: string, id: string): { code: string } | null;
}

type Matrix = published.Matrix;

// The build runs the plugin as it is, so that it has no types.
const place = new URL('../../harness/fasterMatrix.mjs', import.meta.url).href;
const { fasterMatrix } = (await import(place)) as { fasterMatrix: Plugin };
const require = createRequire(import.meta.url);
const file = require.resolve('ml-matrix');
const text = readFileSync(file, 'utf8');
const faster = (code: string) => fasterMatrix.transform(code, file)?.code ?? '';
const ours = load(faster(text));

const LARGEST = 12;
/** Numbers of one size, whose sum another order would round otherwise, and those that products are hardest with. */
const entry = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -100, max: 100 }).map((whole) => whole / 7) },
  fc.double(),
  fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, 1e308, 5e-324),
);
const size = fc.integer({ min: 0, max: LARGEST });
const tensor = (rows: number, columns: number) =>
  fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

/** Two arrays whose inner sizes fit, or by chance do not. */
const pair = fc
  .tuple(size, size, fc.option(size), size)
  .chain(([m, n, other, p]) => fc.tuple(tensor(m, n), fc.constant(n), tensor(other ?? n, p), fc.constant(p)));

describe('mmul', () => {
  test('gives the same bits, or the same error, as the published one', () => {
    fc.assert(
      fc.property(pair, ([a, n, b, p]) => {
        const product = ({ Matrix: M }: Library) => filled(M, a, n).mmul(filled(M, b, p));
        expect(outcome(() => product(ours))).toEqual(outcome(() => product(published)));
      }),
    );
  });

  test('asks a get and a set of the caller’s own', () => {
    for (const library of [ours, published]) {
      class Doubled extends library.Matrix {
        override get(i: number, j: number): number {
          return 2 * super.get(i, j);
        }
      }
      const one = new library.Matrix([[3]]);
      expect(new Doubled([[5]]).mmul(one).get(0, 0)).toBe(30);
      expect(one.mmul(new Doubled([[5]])).get(0, 0)).toBe(30);
      one.get = () => 7;
      expect(one.mmul(new library.Matrix([[5]])).get(0, 0)).toBe(35);
    }
  });

  test.each<[string, (A: Matrix, library: Library) => unknown]>([
    ['a row is missing', (A) => Reflect.deleteProperty(rowsOf(A), 1)],
    ['rows stand in an object', (A) => Object.assign(A, { data: Object.assign({ length: 3 }, rowsOf(A)) })],
    ['there are no rows', (A) => Object.assign(A, { data: undefined })],
    ['a row is too short', (A) => (rowsOf(A)[0] = Float64Array.of(1))],
    ['two rows are one', (A) => (rowsOf(A)[0] = rowsOf(A)[1] ?? Float64Array.of())],
    ['a row is gone', (A) => A.removeRow(1)],
    ['a row came', (A) => A.addRow([1, 2, 3])],
    ['a column came', (A) => A.addColumn([1, 2, 3])],
    ['rows are said to be two', (A) => Object.assign(A, { rows: 2 })],
    ['rows are said to be four', (A) => Object.assign(A, { rows: 4 })],
    ['numbers are of another kind', (A) => (rowsOf(A)[0] = Float32Array.of(0.1, 0.2, 0.3) as never)],
  ])('is as published where %s', (_, spoil) => {
    for (const other of [0, 1, 3]) {
      const products = [ours, published].map((library) => {
        const spoilt = library.Matrix.eye(3).mul(0.1);
        spoil(spoilt, library);
        const B = new library.Matrix(3, other).add(7);
        return [() => spoilt.mmul(B), () => B.transpose().mmul(spoilt), () => spoilt.mmul(spoilt)].map(
          outcome,
        );
      });
      expect(products[0]).toEqual(products[1]);
    }
  });

  test('takes views, transposed ones too, plain arrays and rows that were exchanged', () => {
    for (const library of [ours, published]) {
      const A = new library.Matrix([
        [1, 2],
        [3, 4],
      ]);
      expect(new library.MatrixTransposeView(A).mmul(A).to2DArray()).toEqual([
        [10, 14],
        [14, 20],
      ]);
      expect(A.mmul([[1], [1]]).to2DArray()).toEqual([[3], [7]]);
      Object.assign(rowsOf(A), { 0: [1, '2'] });
      expect(A.mmul(new library.Matrix([[1], [1]])).to2DArray()).toEqual([[3], [7]]);
    }
  });
});

describe('a matrix', () => {
  test('has rows of its own, which nothing but the row writes to', () => {
    fc.assert(
      fc.property(size, size, (rows, columns) => {
        const A = new ours.Matrix(rows, columns);
        rowsOf(A).forEach((row, i) => row.fill(i + 1));
        const expected = Array.from({ length: rows }, (_, i) => new Array<number>(columns).fill(i + 1));
        expect(A.to2DArray()).toEqual(expected);
      }),
    );
  });

  test.each([
    [2, -1],
    [2, 1.5],
    [2, undefined],
    [2, Number.NaN],
    [1, 2 ** 40],
    [3, 2 ** 53],
    [1, 1e308],
    [-1, 9],
    [1.5, 9],
  ])('of %s rows and %s columns is refused in the published words', (rows, columns) => {
    const make = ({ Matrix: M }: Library) => new M(rows, columns as number);
    expect(outcome(() => make(ours))).toEqual(outcome(() => make(published)));
  });

  test.each([1.5, -1, Number.NaN, 40])('that says it has %s rows is copied as published', (rows) => {
    const copy = ({ Matrix: M }: Library) => new M(Object.assign(new M(3, 9), { rows }));
    expect(outcome(() => copy(ours))).toEqual(outcome(() => copy(published)));
  });

  test('has rows of whatever Float64Array is by then', () => {
    const { Float64Array: own } = globalThis;
    try {
      globalThis.Float64Array = Float32Array as never;
      const [one, other] = [ours, published].map(({ Matrix: M }) =>
        new M(3, 9).add(0.1).mmul(new M(9, 9).add(0.7)),
      );
      expect(one?.to2DArray()).toEqual(other?.to2DArray());
      expect(rowsOf(one as Matrix)[0]).toBeInstanceOf(Float32Array);
    } finally {
      globalThis.Float64Array = own;
    }
  });
});

test('what the sandbox loads has it', () => {
  expect(readFileSync(path.join(import.meta.dirname, '../../dist/child.cjs'), 'utf8')).toContain(
    'isPlain(this)',
  );
});

test('a package that has changed stops the build, with the place in it that is no longer there', () => {
  expect(() => faster(text.replaceAll('Bcolj', 'column'))).toThrow(/no longer has.*\n.*let result/);
  expect(() => faster(text + text)).toThrow(/more than once/);
});

function load(code: string): Library {
  const own = { exports: {} as Library };
  const run = vm.runInThisContext(`(function (module, exports, require) {${code}\n})`) as Loader;
  run(own, own.exports, createRequire(file));
  return own.exports;
}

/** A matrix of these rows; one without rows still has columns. */
function filled(M: Library['Matrix'], rows: number[][], columns: number): Matrix {
  const matrix = new M(rows.length, columns);
  rows.forEach((row, i) => row.forEach((value, j) => matrix.set(i, j, value)));
  return matrix;
}

function rowsOf(matrix: Matrix): Float64Array[] {
  return (matrix as unknown as { data: Float64Array[] }).data;
}

function outcome(make: () => Matrix): unknown {
  try {
    const { rows, columns, ...rest } = make();
    return { rows, columns, data: (rest as unknown as { data: Float64Array[] }).data };
  } catch (error) {
    return String(error);
  }
}
