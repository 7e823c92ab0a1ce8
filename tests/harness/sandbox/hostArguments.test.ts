import { describe, expect, it } from 'vitest';
import { matrix, vector } from '../../../reference/ndarray.ts';
import { load, sandboxes } from './students.ts';

const X = matrix(2, 2, [1, 2, 3, 4]);
const b = vector([5, 6]);
const y = Int32Array.of(1, 0);

const MATRIX = { kind: 'matrix', tensor: X, from: 'Matrix' } as const;

const found = await sandboxes('arguments that students get');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('an argument', () => {
    it('is a Matrix, a plain array, an Int32Array, a number or a plain object', async () => {
      const code = `import * as all from 'ml-matrix';
        export const f = (X: unknown, b: unknown, y: unknown, lr: unknown, params: { X: unknown }) => [
          X instanceof all.Matrix, all.Matrix.isMatrix(X), Array.isArray(b), y instanceof Int32Array,
          typeof lr === 'number', params.X instanceof all.Matrix, Object.getPrototypeOf(params) === Object.prototype,
        ].map(Number);`;
      const student = await load(sandbox, code);
      const { value } = await student.call('f', [X, b, y, 0.5, { X }], { read: null });
      expect(value).toMatchObject({ tensor: vector([1, 1, 1, 1, 1, 1, 1]) });
    });

    it('has the numbers that were sent', async () => {
      const code = `import { Matrix } from 'ml-matrix';
        export const f = (X: Matrix, b: number[], y: Int32Array, lr: number) => ({ X, b, y, lr });`;
      const student = await load(sandbox, code);
      const { value } = await student.call('f', [X, b, y, -0], { read: ['X', 'b', 'y', 'lr'] });
      expect(value.kind === 'record' && Object.fromEntries(value.entries)).toEqual({
        X: MATRIX,
        b: { kind: 'vector', tensor: b, from: 'Array' },
        y: { kind: 'vector', tensor: vector([1, 0]), from: 'Int32Array' },
        lr: { kind: 'number', number: -0 },
      });
    });

    it('is fresh in every call', async () => {
      const code = `const seen: unknown[] = [];
        export const f = (X: unknown, b: unknown) => {
          const old = seen.includes(X) || seen.includes(b);
          seen.push(X, b);
          return Number(old);
        };`;
      const student = await load(sandbox, code);
      for (const _ of [1, 2]) {
        expect((await student.call('f', [X, b], { read: null })).value).toEqual({
          kind: 'number',
          number: 0,
        });
      }
    });

    it('that was changed is seen afterwards, where it is asked for', async () => {
      const code = `import { Matrix } from 'ml-matrix';
        export const f = (X: Matrix, b: number[], params: { W: Matrix; b: number[]; more?: string }) => {
          X.mul(2);
          b.pop();
          params.W.set(0, 0, -0);
          params.b = [9];
          params.more = 'x';
        };`;
      const student = await load(sandbox, code);
      const given = [X, b, { W: X, b }];
      const { after } = await student.call('f', given, { read: null, echo: true });
      expect(after).toEqual([
        { ...MATRIX, tensor: matrix(2, 2, [2, 4, 6, 8]) },
        { kind: 'vector', tensor: vector([5]), from: 'Array' },
        {
          kind: 'record',
          entries: new Map<string, unknown>([
            ['W', { ...MATRIX, tensor: matrix(2, 2, [-0, 2, 3, 4]) }],
            ['b', { kind: 'vector', tensor: vector([9]), from: 'Array' }],
            ['more', { kind: 'other', what: 'the text "x"' }],
          ]),
          keys: [],
        },
      ]);
      expect((await student.call('f', given, { read: null })).after).toEqual([]);
    });

    it('is as the function left it when its answer came, not later', async () => {
      const code = `export async function f(b: number[]) { await null; b[0] = 7; setTimeout(() => { b[0] = 8; }); }`;
      const student = await load(sandbox, code);
      const { after } = await student.call('f', [b], { read: null, echo: true });
      expect(after).toMatchObject([{ tensor: vector([7, 6]) }]);
    });

    it('of no rows or no numbers arrives as such', async () => {
      const student = await load(
        sandbox,
        'export const f = (b: number[], y: Int32Array) => [b.length, y.length];',
      );
      const { value } = await student.call('f', [vector([]), new Int32Array()], { read: null });
      expect(value).toMatchObject({ tensor: vector([0, 0]) });
    });
  });
});
