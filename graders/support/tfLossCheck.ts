// Judges a loss written in TensorFlow.js, by its value and by the gradients that TensorFlow.js takes of it, in float32.

import { named } from '../../reference/float64/mlp.ts';
import type { Bounds } from '../../reference/misconceptions/loss.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import type { NetworkLossMistake } from '../../reference/misconceptions/tfLoss.ts';
import { columnsOf, largest, sameShape, type NdArray } from '../../reference/ndarray.ts';
import { StudentFault, type Argument, type Value } from '../../harness/sandbox/host.ts';
import type { Script } from '../../harness/job.ts';
import { indexOf, shapeInWords, show } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { callFaultInWords, isAbsent } from './faults.ts';
import type { Problem } from './problem.ts';
import { inWords, readTensor } from './read.ts';
import { soleName } from './soleName.ts';
import type { Student } from './student.ts';
import { seenOn } from './verdict.ts';

const NAME = 'tfLoss';
/** The value may be off by this (absolute), and each gradient by this share of its largest entry; float32 is off by 1e-6. */
const TF_TOLERANCE = 1e-3;

/** What TensorFlow.js says of a function that it cannot differentiate, and what that means. */
const TRANSLATIONS: [said: RegExp, means: string][] = [
  [
    /result y returned by f\(\) must be a tensor/,
    'returns no tensor when it is differentiated: return a scalar tensor at once, from a function that is not async.',
  ],
  [
    /Cannot compute gradient of y=f\(x\)/,
    'does not depend on every parameter: use W1, b1, W2 and b2, through operations of TensorFlow.js alone (no dataSync).',
  ],
];

/** One network on which the loss is tried. */
export interface TfCase extends Problem {
  words: string;
}

/** What a plain call gave. */
export interface TfTrial {
  at: TfCase;
  value: number | null;
  flaw: string | null;
  hasThrown: boolean;
}

/** Calls tfLoss on every case. */
export async function tryTfLoss(
  student: Student,
  script: Script,
  cases: readonly TfCase[],
): Promise<TfTrial[]> {
  const trials: TfTrial[] = [];
  for (const at of cases) trials.push(await tryOne(student, script, at));
  return trials;
}

/** Fails with the first value that is off. */
export function judgeTfValues(trials: readonly TfTrial[], mistakes: readonly NetworkLossMistake[]): void {
  for (const trial of trials) {
    const { at, value, flaw } = trial;
    if (value === null) {
      const misconception = isByWidth(trials) ? 'one-hot-width-from-batch' : null;
      throw new CheckFailure(flaw ?? `${NAME}() gave nothing. ${seenOn(at)}`, { misconception });
    }
    const want = at.pass.loss;
    if (Math.abs(value - want) <= TF_TOLERANCE) continue;
    throw new CheckFailure(`${NAME}() is ${show(value)}, expected ${show(want)}. ${seenOn(at)}`, {
      misconception: nameLoss(trials, mistakes),
      evidence: {
        where: 'loss',
        expected: Number(show(want)),
        got: Number.isFinite(value) ? Number(show(value)) : show(value),
        input: at.words,
      },
    });
  }
}

/** Fails with the first gradient that TensorFlow.js cannot take, or that is off. */
export async function judgeTfGradients(
  student: Student,
  script: Script,
  cases: readonly TfCase[],
): Promise<void> {
  for (const at of cases) {
    const grads = await differentiate(student, script, at);
    for (const name of Object.keys(at.params)) {
      const [got, want] = [grads[name], named(at.pass.grads, `d${name}`)];
      const flaw = got ? differenceOf(`d${name}`, got, want) : `d${name} is missing`;
      if (flaw === null) continue;
      throw new CheckFailure(`By TensorFlow.js, ${flaw}. ${seenOn(at)}`, {
        evidence: { where: `d${name}`, input: at.words },
      });
    }
  }
}

async function tryOne(student: Student, script: Script, at: TfCase): Promise<TfTrial> {
  try {
    const { value } = await student.call(NAME, argumentsOf(at), { read: null });
    if (value.kind === 'number') return { at, value: value.number, flaw: null, hasThrown: false };
    return {
      ...{ at, value: null, hasThrown: false },
      flaw: `${NAME}() returned ${inWords(value)}; expected a scalar: a tensor without axes. ${seenOn(at)}`,
    };
  } catch (error) {
    if (!(error instanceof StudentFault) || error === student.failedToLoad) throw error;
    return { at, value: null, flaw: sentenceOf(error, script, at), hasThrown: error.kind === 'threw' };
  }
}

async function differentiate(student: Student, script: Script, at: TfCase): Promise<Tensors> {
  try {
    const { value } = await student.call(NAME, argumentsOf(at), {
      read: ['value', 'grads'],
      manner: 'tf-gradients',
      mayChange: true,
    });
    return readGradients(value, at);
  } catch (error) {
    if (!(error instanceof StudentFault) || error === student.failedToLoad) throw error;
    throw new CheckFailure(sentenceOf(error, script, at), { timedOut: error.kind === 'timed-out' });
  }
}

function readGradients(value: Value, { params }: TfCase): Tensors {
  const grads = value.kind === 'record' ? value.entries.get('grads') : undefined;
  const read = Object.entries(params).flatMap(([name, { shape }]) => {
    const entry = grads?.kind === 'record' ? grads.entries.get(name) : undefined;
    const tensor = readTensor(`d${name}`, entry, shape);
    return typeof tensor === 'string' ? [] : [[name, tensor] as const];
  });
  return Object.fromEntries(read);
}

/** X float32, y int32, params float32: (B, in), (B), and the shapes of the parameters. */
function argumentsOf({ X, y, params }: TfCase): Record<string, Argument> {
  const float = (tensor: NdArray): Argument => ({ kind: 'tf', dtype: 'float32', tensor });
  const labels = { shape: [y.length], data: Float64Array.from(y) };
  return {
    X: float(X),
    y: { kind: 'tf', dtype: 'int32', tensor: labels },
    params: Object.fromEntries(Object.entries(params).map(([name, theta]) => [name, float(theta)])),
  };
}

function sentenceOf(fault: StudentFault, script: Script, at: TfCase): string {
  const said = callFaultInWords(fault, NAME, script);
  const known = TRANSLATIONS.find(([thrown]) => thrown.test(fault.message));
  if (known) return `${NAME}() ${known[1]}`;
  return isAbsent(fault) ? said : `${said} ${seenOn(at)}`;
}

/** Where a gradient is off, and by how much; null where it is right. */
function differenceOf(name: string, got: NdArray, want: NdArray): string | null {
  if (!sameShape(got.shape, want.shape))
    return `${name} has shape ${shapeInWords(got.shape)}, expected ${shapeInWords(want.shape)}`;
  const most = TF_TOLERANCE * largest(want);
  const off = want.data.findIndex((w, i) => !(Math.abs((got.data[i] ?? Number.NaN) - w) <= most));
  if (off < 0) return null;
  const [came, wanted] = [got.data[off] ?? Number.NaN, want.data[off] ?? Number.NaN];
  return `${name}[${indexOf(off, want.shape)}] is ${show(came)}, expected ${show(wanted)}`;
}

/** Whether it throws just where the batch has no example of the last class, and is right wherever it has. */
function isByWidth(trials: readonly TfTrial[]): boolean {
  return trials.every(({ at: { y, pass }, value, hasThrown }) =>
    Math.max(...y) + 1 < columnsOf(named(pass.cache, 'p'))
      ? hasThrown
      : value !== null && Math.abs(value - pass.loss) <= TF_TOLERANCE,
  );
}

/** The one mistake that gives every value. */
function nameLoss(trials: readonly TfTrial[], mistakes: readonly NetworkLossMistake[]): string | null {
  const explains = (value: number | null, predicted: Bounds | null) =>
    value !== null &&
    predicted !== null &&
    value >= predicted.low - TF_TOLERANCE &&
    value <= predicted.high + TF_TOLERANCE;
  return soleName(
    mistakes
      .filter(({ predict }) => trials.every(({ at, value }) => explains(value, predict(at))))
      .map(({ id }) => id),
  );
}
