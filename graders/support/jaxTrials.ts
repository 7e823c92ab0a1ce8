// Calls jaxLossAndGrad on plain arrays, reads loss and gradients in any of the shapes they may have, and judges them.

import { lossAndGradients, portMistakes, type PortInput } from '../../reference/misconceptions/port.ts';
import { largest, sameShape, zip, type NdArray } from '../../reference/ndarray.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import type { Script } from '../../harness/job.ts';
import { StudentFault, type Argument, type Value } from '../../harness/sandbox/host.ts';
import { CheckFailure } from './failure.ts';
import { inWords, readTensor } from './read.ts';
import { soleName } from './soleName.ts';
import type { Student } from './student.ts';
import { isWellShaped, type Trial } from './trial.ts';
import { judge, seenOn } from './verdict.ts';

export const JAX = 'jaxLossAndGrad';
/** float32: gradients may be off by this share of their largest entry, the loss by as much of 1 or of itself. */
const TOLERANCE = 1e-4;

/** An input, and what it is in words. */
export type JaxInput = PortInput & { words: string };

/** So many inputs are tried a second time. */
const CALLED_TWICE = 4;

/** Calls the function on each input. A fault of the student's code becomes part of its trial. */
export async function tryJax(student: Student, inputs: readonly JaxInput[]): Promise<Trial<PortInput>[]> {
  const trials: Trial<PortInput>[] = [];
  for (const input of inputs) trials.push(await tryJaxOnce(student, input));
  return trials;
}

/** One call and what is thought of it. */
export async function tryJaxOnce(student: Student, input: JaxInput): Promise<Trial<PortInput>> {
  const want = lossAndGradients(input);
  const trial: Trial<PortInput> = {
    input,
    words: input.words,
    want,
    rule: 'gradient',
    got: null,
    flaws: {},
    fault: null,
    right: false,
  };
  try {
    const { value } = await student.call(JAX, given(input), { read: ['loss', 'grads'] });
    const { got, flaws } = readAll(value, want);
    return {
      ...trial,
      got,
      flaws,
      right: Object.entries(want).every(([name, wanted]) => isNear(name, got?.[name], wanted)),
    };
  } catch (error) {
    if (error instanceof StudentFault && error !== student.failedToLoad) return { ...trial, fault: error };
    throw error;
  }
}

/** Fails where `tensor` is wrong on any of the trials. */
export async function judgeJax(
  trials: readonly Trial<PortInput>[],
  tensor: string,
  judged: Judging,
): Promise<void> {
  for (const trial of trials) {
    const [got, want] = [trial.got?.[tensor], trial.want[tensor]];
    if (!trial.fault && want && isNear(tensor, got, want)) continue;
    await judge([trial], tensor, { function: JAX, ...judged });
    const told = {
      misconception: await judged.misconception(),
      evidence: { where: tensor, input: trial.words },
    };
    throw new CheckFailure(`${tensor} is off by more than ${TOLERANCE}. ${seenOn(trial)}`, told);
  }
}

/** Fails where a call ended in a fault: there is no answer to judge then. */
export async function requireAnswer(trial: Trial<PortInput>, script: Script): Promise<void> {
  if (trial.fault) await judge([trial], 'loss', { function: JAX, script, misconception: () => null });
}

interface Judging {
  script: Script;
  misconception: () => Promise<string | null>;
}

/**
 * Where one of these inputs, all of one size, is right in a fresh process alone, and wrong after the first: `gradients-accumulate`
 * where the first one's gradients are still in it, else `stale-cache`. Else null.
 */
export async function nameMemory(
  fresh: () => Student,
  [first, ...others]: readonly [JaxInput, ...JaxInput[]],
): Promise<string | null> {
  const lastOf = async (inputs: readonly JaxInput[]) => {
    const student = fresh();
    try {
      return (await tryJax(student, inputs)).at(-1);
    } finally {
      await student.close();
    }
  };
  for (const other of others) {
    const after = await lastOf([first, other]);
    if (!after || after.fault) return null;
    if (after.right) continue;
    const alone = await lastOf([other]);
    if (!alone?.right) return null;
    return isSumOf(after, lossAndGradients(first)) ? 'gradients-accumulate' : 'stale-cache';
  }
  return null;
}

/** Whether the gradients are what they should be and those of an earlier call on top. */
function isSumOf({ got, want }: Trial<PortInput>, earlier: Tensors): boolean {
  return Object.entries(want).every(([name, own]) => {
    const both = zip(own, earlier[name] ?? own, (a, b) => a + b);
    return isNear(name, got?.[name], name === 'loss' ? own : both);
  });
}

/** Fails where the same input gives another answer the second time. */
export async function requireSameJax(
  student: Student,
  trials: readonly Trial<PortInput>[],
  { script, misconception }: Judging,
): Promise<void> {
  for (const trial of trials.slice(0, CALLED_TWICE).toReversed()) {
    if (!trial.got) continue;
    const again = await tryJaxOnce(student, { ...trial.input, words: trial.words });
    await requireAnswer(again, script);
    const changed = Object.entries(trial.got).find(
      ([name, was]) => !isNear(name, again.got?.[name], was) && !isBroken(was),
    );
    if (!changed) continue;
    throw new CheckFailure(
      `${JAX}() was called twice on the same input, and ${changed[0]} is another the second time. ${seenOn(trial)}`,
      { misconception: await misconception() },
    );
  }
}

function isBroken({ data }: NdArray): boolean {
  return data.some((value) => !Number.isFinite(value));
}

/** The id of the one mistake that explains every trial; null where none does, or more than one. */
export function nameJax(trials: readonly Trial<PortInput>[]): string | null {
  const holds = ({ predict }: (typeof portMistakes)[number]) =>
    trials.every((trial) => {
      const predicted = predict(trial.input);
      if (predicted === 'wrong') return !trial.right;
      if (predicted === 'malformed') return !isWellShaped(trial);
      return Object.entries(predicted).every(([name, want]) => isNear(name, trial.got?.[name], want));
    });
  return soleName(portMistakes.filter(holds).map(({ id }) => id));
}

/** Whether an array is as near as float32 comes; gradients that are zero have to be. */
function isNear(name: string, got: NdArray | undefined, want: NdArray): boolean {
  if (!got || !sameShape(got.shape, want.shape)) return false;
  const room = TOLERANCE * (name === 'loss' ? Math.max(1, largest(want)) : Math.max(largest(want), ROUNDING));
  return want.data.every((wanted, i) => Math.abs((got.data[i] ?? Number.NaN) - wanted) <= room);
}

/** What is 0 but for rounding may be so much of it (1e-4 of 1e-2). */
const ROUNDING = 1e-2;

function given({ X, y, params }: PortInput): Record<string, Argument> {
  const plain = Object.entries(params).map(([name, tensor]): [string, Argument] => [name, plainOf(tensor)]);
  return {
    params: Object.fromEntries(plain),
    X: plainOf(X),
    y: { shape: [y.length], data: Float64Array.from(y) },
  };
}

/** Matrices as rows, vectors as they are: plain arrays both. */
function plainOf(tensor: NdArray): Argument {
  return tensor.shape.length === 2 ? { kind: 'rows', tensor } : tensor;
}

interface Read {
  got: Tensors | null;
  flaws: Record<string, string>;
}

/** loss, and of grads W1 b1 W2 b2, which may also be called dW1 db1 dW2 db2; under the names of the gradients. */
function readAll(value: Value, want: Tensors): Read {
  const flaws: Record<string, string> = {};
  const got: Tensors = {};
  const grads = value.kind === 'record' ? value.entries.get('grads') : undefined;
  for (const [name, { shape }] of Object.entries(want)) {
    const flaw = flawIn(name, value, grads);
    const entry =
      name === 'loss' ? entryOf(value, 'loss') : (entryOf(grads, name.slice(1)) ?? entryOf(grads, name));
    const read = flaw ?? readTensor(name === 'loss' ? 'loss' : `grads.${name.slice(1)}`, entry, shape);
    if (typeof read === 'string') flaws[name] = read;
    else got[name] = read;
  }
  return { got: Object.keys(got).length === 0 ? null : got, flaws };
}

/** What came instead of an object, where the object is wanted. */
function flawIn(name: string, value: Value, grads: Value | undefined): string | null {
  if (value.kind !== 'record')
    return `${JAX}() returned ${inWords(value)}; expected an object { loss, grads }.`;
  if (name === 'loss' || grads?.kind === 'record') return null;
  return `grads: expected an object { W1, b1, W2, b2 }, got ${grads ? inWords(grads) : 'nothing'}.`;
}

function entryOf(value: Value | undefined, name: string): Value | undefined {
  const entry = value?.kind === 'record' ? value.entries.get(name) : undefined;
  return entry?.kind === 'other' && entry.what === 'undefined' ? undefined : entry;
}
