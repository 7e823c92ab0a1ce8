// What the sandbox hands students for ml-matrix gives what the published package gives, to the last bit and the last word.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

  test('that cannot be made is refused in the published words', () => {
    for (const columns of [-1, 1.5, undefined, Number.NaN])
      expect(outcome(() => new ours.Matrix(2, columns as number))).toEqual(
        outcome(() => new published.Matrix(2, columns as number)),
      );
  });
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
