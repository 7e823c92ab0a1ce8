// One call of a student's train, read and checked: what training gives is statistics, but its shape is not.

import type { Labelled } from '../../reference/datasets/clusters.ts';
import { columnsOf, vector, type NdArray } from '../../reference/ndarray.ts';
import type { Params } from '../../reference/float64/mlp.ts';
import type { Mistake } from '../../reference/misconceptions/mistake.ts';
import type { TrainingInput } from '../../reference/misconceptions/training.ts';
import type { Script } from '../../harness/job.ts';
import type { Argument, Value } from '../../harness/sandbox/host.ts';
import { CheckFailure, CheckSkipped } from './failure.ts';
import { inWords, readTensor } from './read.ts';
import { paramShapes, readRecord } from './readRecord.ts';
import type { Student } from './student.ts';

/** The exercise whose training is judged. */
export interface Trainee {
  student: Student;
  script: Script;
  seed: number;
  hidden: readonly number[];
  /** Ways in which its steps may be wrong. */
  mistakes: readonly Mistake<TrainingInput>[];
}

export interface Run {
  /** Widths of the hidden layers; one is passed as a number, more as an array. */
  hidden: readonly number[];
  lr: number;
  batchSize: number;
  steps: number;
  /** Of rng. */
  seed: number;
  /** Whether train gets an onStep. */
  listens?: boolean;
}

export interface Trained {
  params: Params;
  losses: Float64Array;
  accuracy: Float64Array;
}

/** What is kept from one call to the next, such as a spare normal draw, may come round again after two. */
const STARTS_AGAIN = 2;
const RETURNED = ['params', 'losses', 'accuracy'];

/** Trains on `data`. Rejects with CheckFailure where what comes back has not the form asked for. */
export async function callTrain(student: Student, { X, y, classes }: Labelled, run: Run): Promise<Trained> {
  const { value } = await student.call('train', { X, y, options: optionsOf(run) }, { read: RETURNED });
  if (value.kind !== 'record') {
    throw new CheckFailure(
      `train() returned ${inWords(value)}; expected an object { ${RETURNED.join(', ')} }.`,
    );
  }
  const { entries } = value;
  const shapes = paramShapes([columnsOf(X), ...run.hidden, classes]);
  const params = readRecord('train().params', entries.get('params'), shapes);
  if (typeof params === 'string') throw new CheckFailure(`${params}${seenOn(run)}`);
  const losses = readNumbers('losses', entries.get('losses'), run);
  const accuracy = readNumbers('accuracy', entries.get('accuracy'), run);
  return { params, losses, accuracy };
}

/** Fails where there is not one loss a step, or accuracy is no share. */
export function judgeForm({ losses, accuracy }: Trained, run: Run): void {
  if (losses.length !== run.steps) {
    throw new CheckFailure(
      `train() gave ${losses.length} losses for ${run.steps} steps: one loss a step, that of its batch before the update.`,
    );
  }
  const stray = accuracy.find((share) => !(share >= 0 && share <= 1));
  if (accuracy.length === 0 || stray !== undefined) {
    const came = stray === undefined ? 'is empty' : `holds ${stray}`;
    throw new CheckFailure(`accuracy ${came}: it is the share of right predictions, 0 to 1, once at least.`);
  }
}

/** Skips a check that compares two runs where the same rng does not give the same start: `start` is that of `run`. */
export async function requireSameStart(
  student: Student,
  data: Labelled,
  run: Run,
  start: Params,
): Promise<void> {
  for (let again = 0; again < STARTS_AGAIN; again++) {
    const { params } = await callTrain(student, data, run);
    const isSame = Object.entries(start).every(([name, { data: numbers }]) =>
      numbers.every((value, index) => Object.is(value, params[name]?.data[index])),
    );
    if (isSame) continue;
    throw new CheckSkipped(
      'Runs of train with the same rng start from different parameters, so that its steps cannot be told: ' +
        'draw every weight from rng, and keep nothing from one call to the next.',
    );
  }
}

/** The run in words, for messages. */
export function seenOn({ hidden, lr, batchSize, steps }: Run): string {
  const width = hidden.length === 1 ? `hidden ${hidden[0]}` : `hidden [${hidden.join(', ')}]`;
  return ` Seen with ${width}, lr ${lr}, batchSize ${batchSize}, steps ${steps}.`;
}

function optionsOf({ hidden, lr, batchSize, steps, seed, listens = false }: Run): Record<string, Argument> {
  const [width = 0] = hidden;
  return {
    hidden: hidden.length === 1 ? width : vector(hidden),
    lr,
    batchSize,
    steps,
    rng: { kind: 'draws', seed },
    ...(listens ? { onStep: { kind: 'listener' } } : {}),
  };
}

/** A list of numbers of any length. */
function readNumbers(name: string, value: Value | undefined, run: Run): Float64Array {
  const length = value?.kind === 'vector' ? value.tensor.data.length : run.steps;
  const numbers: NdArray | string = readTensor(name, value, [length]);
  if (typeof numbers === 'string') throw new CheckFailure(`train(): ${numbers}${seenOn(run)}`);
  return numbers.data;
}
