import { describe, expect, it, onTestFinished } from 'vitest';
import { commandFor, StudentProcess, type Argument } from '../../../harness/sandbox/host.ts';
import { matrix, vector } from '../../../reference/ndarray.ts';
import { faultOf, LIMITS, load, machineOf, sandboxes, scriptOf, type Sandbox } from './students.ts';

const JAX = '@jax-js/jax';
const CODE = `import { grad, nn, numpy as np } from '${JAX}';
export const doubled = (X: number[][]) => ({ whole: np.array(X).mul(2), sum: np.array(X).sum() });
export const slope = (x: number[]) => grad((v: np.Array) => nn.relu(v).sum())(np.array(x));
export function twice(x: number[]) {
  const one = np.array(x);
  return { a: one, b: one };
}
export function used(x: number[]) {
  const one = np.array(x);
  one.js();
  return one;
}
export const isPlain = (X: number[][]) => Number(Array.isArray(X) && X.every((row) => row.constructor === Array));
export function reversed(X: number[][]) {
  X.reverse();
  return 1;
}
`;

const rows: Argument = { kind: 'rows', tensor: matrix(2, 3, [1, 2, 3, 4, 5, 6]) };
const found = await sandboxes('jax-js');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('jax-js', () => {
    it('computes, and its arrays come back as the arrays they are', async () => {
      const student = await withJax(sandbox);
      const { value } = await student.call('doubled', [rows], { read: ['whole', 'sum'] });
      expect(value).toMatchObject({
        entries: new Map([
          ['whole', { kind: 'matrix', tensor: matrix(2, 3, [2, 4, 6, 8, 10, 12]), from: 'arrays' }],
          ['sum', { kind: 'number', number: 21 }],
        ]),
      });
    });

    it('differentiates', async () => {
      const student = await withJax(sandbox);
      const { value } = await student.call('slope', [vector([1, -1])], { read: null });
      expect(value).toMatchObject({ kind: 'vector', tensor: vector([1, 0]) });
    });

    it('gives an array that stands twice in a result both times, though reading frees it', async () => {
      const student = await withJax(sandbox);
      const { value } = await student.call('twice', [vector([1, 2])], { read: ['a', 'b'] });
      const entries = value.kind === 'record' ? value.entries : new Map();
      expect(entries.get('b')).toEqual(entries.get('a'));
      expect(entries.get('a')).toMatchObject({ tensor: vector([1, 2]) });
    });

    it('says of an array that the student has used up that it is freed', async () => {
      const student = await withJax(sandbox);
      const fault = await faultOf(student.call('used', [vector([1])], { read: null }));
      expect(fault.kind).toBe('threw');
      expect(fault.message).toContain('.ref');
    });
  });

  describe.skipIf(sandbox.isSkipped)('rows', () => {
    it('arrive as plain nested arrays', async () => {
      const student = await withJax(sandbox);
      const { value } = await student.call('isPlain', [rows], { read: null });
      expect(value).toEqual({ kind: 'number', number: 1 });
    });

    it('come back as they are after the call', async () => {
      const student = await withJax(sandbox);
      const { after } = await student.call('reversed', [rows], { read: null, echo: true });
      expect(after).toMatchObject([{ kind: 'matrix', tensor: matrix(2, 3, [4, 5, 6, 1, 2, 3]) }]);
    });
  });

  it.skipIf(sandbox.isSkipped)('an async function called on each number is awaited', async () => {
    const student = await load(sandbox, 'export const f = async (x: number) => x + 1;');
    const { value } = await student.call('f', [vector([1, 2])], { read: null, manner: 'each' });
    expect(value).toMatchObject({ kind: 'vector', tensor: vector([2, 3]) });
  });
});

async function withJax(sandbox: Sandbox): Promise<StudentProcess> {
  const student = StudentProcess.start(commandFor(machineOf(sandbox), LIMITS), LIMITS);
  onTestFinished(() => student.close());
  await student.load(await scriptOf(CODE, [JAX]), [], [JAX]);
  return student;
}
