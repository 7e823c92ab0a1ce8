// Judges two linear layers collapsed into one, to the tolerance of exercise 09.

import { named } from '../../reference/float64/mlp.ts';
import { collapsed, collapseMistakes, type CollapseInput } from '../../reference/misconceptions/collapse.ts';
import { at, matrix, rowsOf, sameShape, vector, type NdArray } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import { inWords, type Case } from './cases.ts';
import { CheckFailure } from './failure.ts';
import { nameMistake } from './mistakes.ts';
import { isNear } from './scalarTrials.ts';
import type { Student } from './student.ts';
import type { Trial } from './trial.ts';
import { judge, seenOn, tryAll, type Attempt } from './verdict.ts';

/** One call of collapse, on the two layers of a network. */
export function collapseAttempt(each: Case): Attempt<CollapseInput> {
  const { params } = each;
  const input = {
    W1: named(params, 'W1'),
    b1: named(params, 'b1'),
    W2: named(params, 'W2'),
    b2: named(params, 'b2'),
  };
  return {
    input,
    words: inWords(each),
    given: { ...input },
    want: { ...collapsed(input) },
    returns: 'record',
  };
}

/** The same network with the first of its outputs alone, as for a number that is predicted. */
export function withOneOutput({ params, ...rest }: Case): Case {
  const [W2, b2] = [named(params, 'W2'), named(params, 'b2')];
  const column = Array.from({ length: rowsOf(W2) }, (_, i) => at(W2, i, 0));
  return {
    ...{ ...rest, C: 1, name: 'one output' },
    params: { ...params, W2: matrix(column.length, 1, column), b2: vector(b2.data.slice(0, 1)) },
  };
}

/** Calls collapse on the layers of each case; right is what is near enough entry by entry. */
export async function tryCollapse(student: Student, cases: readonly Case[]): Promise<Trial<CollapseInput>[]> {
  const trials = await tryAll(student, 'collapse', 'forward', cases.map(collapseAttempt));
  return trials.map((trial) => ({
    ...trial,
    right: Object.keys(trial.want).every((tensor) => isTensorRight(trial, tensor)),
  }));
}

/** Fails where `tensor`, W or b, is wrong on any of the trials. */
export async function judgeCollapse(
  trials: readonly Trial<CollapseInput>[],
  tensor: string,
  script: Script,
): Promise<void> {
  const wrong = trials.filter((trial) => !isTensorRight(trial, tensor));
  const [first] = wrong;
  if (!first) return;
  const misconception = nameMistake(trials, { mistakes: collapseMistakes });
  await judge(wrong, tensor, { function: 'collapse', script, misconception: () => misconception });
  throw new CheckFailure(`${tensor} is off by more than it may be. ${seenOn(first)}`, { misconception });
}

function isTensorRight({ got, want }: Trial<CollapseInput>, tensor: string): boolean {
  const [came, wanted] = [got?.[tensor], want[tensor]];
  return came !== undefined && wanted !== undefined && isNearby(came, wanted);
}

function isNearby(got: NdArray, want: NdArray): boolean {
  return (
    sameShape(got.shape, want.shape) && want.data.every((value, index) => isNear(got.data[index], value))
  );
}
