// From calls to verdicts: tries a function on many inputs, and fails a check with the first difference and its cause.

import type { Argument, Value } from '../../harness/sandbox/host.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import type { Script } from '../../harness/job.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { CheckFailure, CheckSkipped } from './failure.ts';
import type { Rule } from './compare.ts';
import { callFaultInWords, isAbsent } from './faults.ts';
import type { Part } from './faultPlace.ts';
import { inWords, readTensor } from './read.ts';
import type { Student } from './student.ts';
import { differenceIn, isRight, type Trial } from './trial.ts';

/** One input on which a function is tried. */
export interface Attempt<Input> {
  input: Input;
  words: string;
  given: Record<string, Argument>;
  /** What the function has to give, by the lesson's names. */
  want: Tensors;
  /** `value`: the one tensor wanted is what the function returns; `record`: it returns an object that holds them. */
  returns: 'value' | 'record';
  /** Whether the function may change what it is given. */
  mayChange?: boolean;
}

/** Calls `name` on every attempt. A fault of the student's code becomes part of its trial. */
export async function tryAll<Input>(
  student: Student,
  name: string,
  rule: Rule,
  attempts: readonly Attempt<Input>[],
): Promise<Trial<Input>[]> {
  const trials: Trial<Input>[] = [];
  for (const attempt of attempts) trials.push(await tryOne(student, name, rule, attempt));
  return trials;
}

/** One call and what is thought of it. */
export async function tryOne<Input>(
  student: Student,
  name: string,
  rule: Rule,
  { input, words, given, want, returns, mayChange = false }: Attempt<Input>,
): Promise<Trial<Input>> {
  const trial: Trial<Input> = { input, words, want, rule, got: null, flaws: {}, fault: null, right: false };
  try {
    const names = Object.keys(want);
    const { value } = await student.call(name, given, {
      read: returns === 'value' ? null : names,
      mayChange,
    });
    const { got, flaws } = returns === 'value' ? readValue(name, value, want) : readRecord(name, value, want);
    return { ...trial, got, flaws, right: isRight(got, want, rule) };
  } catch (error) {
    if (!(error instanceof StudentFault) || error === student.failedToLoad) throw error;
    error.on ??= words; // a function that ended the process is not called again, and keeps the fault of that call
    return { ...trial, fault: error };
  }
}

/** What `judge` needs to put a failure into words. */
export interface Judged {
  function: string;
  script: Script;
  misconception: () => string | null | Promise<string | null>;
  /** In which part the fault sits, where that can be told. */
  faultIn?: () => Promise<Part>;
  /** The exercise whose forward and loss that may be, where it is another. */
  forwardOf?: string;
}

/**
 * Fails with the first thing that is wrong with `tensor` in any trial, and with the mistake that explains it.
 * `judged.misconception` and `judged.faultIn` are asked only then.
 */
export async function judge<Input>(
  trials: readonly Trial<Input>[],
  tensor: string,
  judged: Judged,
): Promise<void> {
  for (const trial of trials) {
    if (trial.fault) throw await faultFailure(trial, trial.fault, judged);
    const difference = differenceIn(trial, tensor);
    if (!difference) continue;
    const part = await judged.faultIn?.();
    throw new CheckFailure(`${difference.message}${placed(part, judged.forwardOf)} ${seenOn(trial)}`, {
      misconception: await judged.misconception(),
      evidence: { ...difference.evidence, input: trial.words, ...(part ? { faultIn: part } : {}) },
    });
  }
}

/**
 * Skips what is wrong because something before it is: a fault is told where it shows first. What is right all the same is judged.
 */
export function skipIfFollows<Input>(
  trials: readonly Trial<Input>[],
  tensor: string,
  before: readonly string[],
): void {
  const isWrong = (name: string) =>
    trials.some((trial) => trial.fault !== null || differenceIn(trial, name) !== null);
  const first = before.find(isWrong);
  if (first !== undefined && isWrong(tensor))
    throw new CheckSkipped(`This waits for forward-${first}: mend that first.`);
}

/** Where a difference was seen, as the end of a message. */
export function seenOn({ words }: { words: string }): string {
  return `Seen on ${words}.`;
}

/** A call that gave no answer: a function that is not there or not written says just that. */
async function faultFailure<Input>(
  trial: Trial<Input>,
  fault: StudentFault,
  judged: Judged,
): Promise<CheckFailure> {
  const said = callFaultInWords(fault, judged.function, judged.script);
  if (isAbsent(fault)) return new CheckFailure(said);
  const input = fault.on ?? trial.words;
  const sentence = `${said} ${seenOn({ words: input })}`;
  if (fault.kind !== 'threw') return new CheckFailure(sentence, { timedOut: fault.kind === 'timed-out' });
  return new CheckFailure(sentence, { misconception: await judged.misconception(), evidence: { input } });
}

/** A backward pass that is right for the student's own loss is told so: the fault lies before it. */
function placed(part: Part | undefined, forwardOf: string | undefined): string {
  if (part === undefined || part === 'backward') return '';
  const where = forwardOf === undefined ? '' : ` in ${forwardOf}`;
  return ` It is the gradient of your own loss, checked numerically: the fault is in your ${part}${where}.`;
}

interface Read {
  got: Tensors | null;
  flaws: Record<string, string>;
}

function readValue(name: string, value: Value, want: Tensors): Read {
  const [tensor = name, wanted] = Object.entries(want)[0] ?? [];
  const read = readTensor(`${name}()`, value, wanted?.shape ?? []);
  return typeof read === 'string'
    ? { got: null, flaws: { [tensor]: read } }
    : { got: { [tensor]: read }, flaws: {} };
}

function readRecord(name: string, value: Value, want: Tensors): Read {
  const flaws: Record<string, string> = {};
  const got: Tensors = {};
  for (const [tensor, { shape }] of Object.entries(want)) {
    const entry = value.kind === 'record' ? value.entries.get(tensor) : undefined;
    const read = value.kind === 'record' ? readTensor(tensor, entry, shape) : notAnObject(name, value, want);
    if (typeof read === 'string') flaws[tensor] = read;
    else got[tensor] = read;
  }
  return { got: Object.keys(got).length === 0 ? null : got, flaws };
}

function notAnObject(name: string, value: Value, want: Tensors): string {
  return `${name}() returned ${inWords(value)}; expected an object { ${Object.keys(want).join(', ')} }.`;
}
