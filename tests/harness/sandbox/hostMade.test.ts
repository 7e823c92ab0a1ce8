import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  commandFor,
  pathInside,
  StudentProcess,
  type Argument,
  type Step,
} from '../../../harness/sandbox/host.ts';
import { vector } from '../../../reference/ndarray.ts';
import { folderOf } from '../folder.ts';
import { faultOf, LIMITS, load, machineOf, sandboxes, scriptOf, type Sandbox } from './students.ts';

const TENSORFLOW = '@tensorflow/tfjs';

/** A loss that knows its gradient: sum(w x), so dw = x. */
const LOSS = `import * as tf from '${TENSORFLOW}';
export const backend = () => tf.getBackend() === 'wasm' ? 1 : 0;
export const free = (x: tf.Tensor1D) => { const sum = tf.sum(x).dataSync()[0]; x.dispose(); return sum; };
export const before = tf.variable(tf.ones([2]));
export const make = () => { const w = tf.variable(tf.tensor([1, 2])); return { w, again: tf.variable(tf.zeros([2])), f: () => 0 }; };
export const loss = (x: tf.Tensor1D, params: { w: tf.Tensor1D }) => tf.sum(tf.mul(params.w, x));
export const shapes = (x: tf.Tensor1D) => ({ scalar: tf.sum(x), row: x, square: tf.outerProduct(x, x), cube: tf.zeros([1, 1, 1]) });
`;

const found = await sandboxes('arguments that are made in the sandbox');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('an argument', () => {
    it('of draws is a function that gives the same uniform numbers for the same seed', async () => {
      const student = await load(
        sandbox,
        'export const f = (rng: () => number) => Array.from({ length: 9999 }, rng);',
      );
      const drawn = async (seed: number) => {
        const { value } = await student.call('f', [{ kind: 'draws', seed }], { read: null });
        return value.kind === 'vector' ? Array.from(value.tensor.data) : [];
      };
      const [one, again, other] = [await drawn(1), await drawn(1), await drawn(2)];
      expect(again).toEqual(one);
      expect(other).not.toEqual(one);
      expect(one.every((number) => number >= 0 && number < 1)).toBe(true);
      const mean = one.reduce((sum, number) => sum + number, 0) / one.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.02); // seven deviations
    });

    it('that listens passes on what it is told, at most ten times a second', async () => {
      const student = await load(
        sandbox,
        `export function f(options: { onStep: (step: number, loss: number) => void }) {
          const end = performance.now() + 500;
          for (let step = 0; performance.now() < end; step++) options.onStep(step, 1.5);
          options.onStep('x' as never, 1);
          return 7;
        }`,
      );
      const steps: Step[] = [];
      const given: Argument[] = [{ onStep: { kind: 'listener' } }];
      const { value } = await student.call('f', given, { read: null, onStep: (step) => steps.push(step) });
      expect(value).toEqual({ kind: 'number', number: 7 });
      expect(steps[0]).toEqual({ step: 0, loss: 1.5 });
      expect(steps.length).toBeGreaterThan(2);
      expect(steps.length).toBeLessThan(8);
    });

    it('of a type is an array of that type, of its own on every call', async () => {
      const student = await load(
        sandbox,
        `export const f = (bytes: Uint8Array, floats: Float32Array) => {
          bytes[0] = 9;
          return [bytes.byteOffset, bytes.buffer.byteLength, floats instanceof Float32Array ? floats[1] : NaN];
        };`,
      );
      const given: Argument[] = [
        { kind: 'typed', type: 'Uint8Array', numbers: [1, 2, 255] },
        { kind: 'typed', type: 'Float32Array', numbers: [0, 0.1] },
      ];
      const { value, after } = await student.call('f', given, { read: null, echo: true });
      expect(value).toMatchObject({ kind: 'vector', tensor: vector([0, 3, Math.fround(0.1)]) });
      expect(after[0]).toEqual({ kind: 'vector', tensor: vector([9, 2, 255]), from: 'Uint8Array' });
    });

    it('of bytes is a part of a file that the sandbox shows', async () => {
      const folder = await folderOf({});
      const shown = join(folder, 'shown.bin');
      writeFileSync(shown, Uint8Array.of(1, 2, 3, 4, 5));
      // Changed, it is whole again on the next call, and nothing lies in front of it.
      const code =
        'export const f = (bytes: Uint8Array) => { const was = bytes.slice(); bytes.fill(0); return bytes.byteOffset === 0 ? was : null; };';
      chmodSync(dirname(folder), 0o755);
      const machine = { ...machineOf(sandbox), companions: [shown] };
      const student = StudentProcess.start(commandFor(machine, LIMITS), LIMITS);
      onTestFinished(() => student.close());
      await student.load(await scriptOf(code), []);
      const given: Argument[] = [
        { kind: 'bytes', file: pathInside(machine, 'shown.bin'), offset: 1, length: 3 },
      ];
      for (const _ of [1, 2]) {
        const { value } = await student.call('f', given, { read: null });
        expect(value).toEqual({ kind: 'vector', tensor: vector([2, 3, 4]), from: 'Uint8Array' });
      }
    });
  });

  describe.skipIf(sandbox.isSkipped)('a function', () => {
    it('inside an export is found by its way', async () => {
      const student = await load(
        sandbox,
        'export const a = { b: { slope: 2, f(x: number) { return x * this.slope; } } };',
      );
      expect(await numberFrom(student, 'a.b.f', [3])).toBe(6);
      expect((await faultOf(student.call('a.c.f', [3], { read: null }))).message).toContain(
        'a.c.f is not exported',
      );
    });

    it('may be called on each number of a vector', async () => {
      const student = await load(sandbox, 'export const f = (x: number) => x * x;');
      const { value } = await student.call('f', [vector([1, 2, 3])], { read: null, manner: 'each' });
      expect(value).toMatchObject({ kind: 'vector', tensor: vector([1, 4, 9]) });
    });

    it('that promises each number, and then refuses two of them, is told by the first and lives on', async () => {
      const student = await load(
        sandbox,
        'export const f = async (x: number) => { if (x > 1) throw new Error(`not ${x}`); return x; };',
      );
      const fault = await faultOf(student.call('f', [vector([1, 2, 3])], { read: null, manner: 'each' }));
      expect([fault.kind, fault.message]).toEqual(['threw', 'threw Error: not 2']);
      expect(await numberFrom(student, 'f', [1])).toBe(1);
    });

    it('may return an object that is kept, and called by later requests', async () => {
      const student = await load(
        sandbox,
        'export class Counter { constructor(public count: number) {} next() { return ++this.count; } }\nexport const make = (start: number) => new Counter(start);',
      );
      await student.call('make', [5], { read: null, manner: 'keep' });
      expect(await numberFrom(student, '@.next', [])).toBe(6);
      expect(await numberFrom(student, '@.next', [])).toBe(7);
    });
  });

  describe.skipIf(sandbox.isSkipped)('TensorFlow.js', () => {
    it('runs on the WebAssembly backend before any code of the submission', async () => {
      expect(await numberFrom(await withTensorFlow(sandbox), 'backend', [])).toBe(1);
    });

    it('makes tensors of arguments, and differentiates a loss by its last one', async () => {
      const student = await withTensorFlow(sandbox);
      const tensor = (...numbers: number[]): Argument => ({
        kind: 'tf',
        dtype: 'float32',
        tensor: vector(numbers),
      });
      const given = [tensor(1, 2), { w: tensor(10, 20) }];
      const { value } = await student.call('loss', given, {
        read: ['value', 'grads'],
        manner: 'tf-gradients',
      });
      const entries = value.kind === 'record' ? value.entries : new Map();
      expect(entries.get('value')).toEqual({ kind: 'number', number: 50 });
      expect(entries.get('grads')).toMatchObject({
        entries: new Map([['w', { kind: 'vector', tensor: vector([1, 2]), from: 'tensor' }]]),
      });
    });

    it('tells that an argument was disposed', async () => {
      const student = await withTensorFlow(sandbox);
      const given: Argument[] = [{ kind: 'tf', dtype: 'float32', tensor: vector([1, 2]) }];
      const { value, after } = await student.call('free', given, { read: null, echo: true });
      expect(value).toEqual({ kind: 'number', number: 3 });
      expect(after).toEqual([{ kind: 'other', what: 'a disposed tensor' }]);
    });

    it('shows the first variable of each shape that what is kept has made', async () => {
      const student = await withTensorFlow(sandbox);
      await student.call('make', [], { read: null, manner: 'keep' });
      const { value } = await student.call('@.f', [], { read: ['2', '3'], manner: 'tf-variables' });
      const entries = value.kind === 'record' ? Object.fromEntries(value.entries) : {};
      expect(entries).toMatchObject({ 2: { kind: 'vector', tensor: vector([1, 2]) }, 3: { kind: 'other' } });
    });

    it('gives tensors back as the arrays they are, of up to two axes', async () => {
      const student = await withTensorFlow(sandbox);
      const given: Argument[] = [{ kind: 'tf', dtype: 'float32', tensor: vector([1, 2]) }];
      const { value } = await student.call('shapes', given, { read: ['scalar', 'row', 'square', 'cube'] });
      const entries = value.kind === 'record' ? Object.fromEntries(value.entries) : {};
      expect(entries).toMatchObject({
        scalar: { kind: 'number', number: 3 },
        row: { kind: 'vector' },
        square: { kind: 'matrix', tensor: { shape: [2, 2], data: Float64Array.of(1, 2, 2, 4) } },
        cube: { kind: 'other', what: 'a tensor (1,1,1)' },
      });
    });
  });
});

async function withTensorFlow(sandbox: Sandbox): Promise<StudentProcess> {
  const student = StudentProcess.start(commandFor(machineOf(sandbox), LIMITS), LIMITS);
  onTestFinished(() => student.close());
  await student.load(await scriptOf(LOSS, [TENSORFLOW]), [], [TENSORFLOW]);
  return student;
}

async function numberFrom(student: StudentProcess, name: string, given: Argument[]): Promise<number | null> {
  const { value } = await student.call(name, given, { read: null });
  return value.kind === 'number' ? value.number : null;
}
