// Functions that remember: what they give depends on earlier calls.

import { sameShape, type NdArray } from '../../reference/ndarray.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { compare, type Rule } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { nameKept, type Computed } from './kept.ts';
import type { Student } from './student.ts';
import type { Trial } from './trial.ts';
import { seenOn, tryAll, type Attempt } from './verdict.ts';

/** A function of the exercise with two inputs of the same sizes and nothing else in common. */
export interface Repeated<Input> extends Computed<Input> {
  name: string;
  rule: Rule;
  attempts: [Attempt<Input>, Attempt<Input>];
  /** Further inputs, each the first but for a part of it. */
  crossed?: readonly Attempt<Input>[];
}

/** Mistakes that are about earlier calls. */
const STATE = new Set(['stale-cache', 'gradients-accumulate']);

/** What one function keeps from call to call. */
export class Memory<Input extends object> {
  readonly repeated: Repeated<Input>;
  private readonly fresh: () => Student;
  private found: Promise<string | null> | null = null;

  constructor(fresh: () => Student, repeated: Repeated<Input>) {
    this.fresh = fresh;
    this.repeated = repeated;
  }

  /**
   * `stale-cache`, or `gradients-accumulate`, where in a fresh process the first call is right, and in the next, which alone
   * is right, just that of the first is left; else null.
   */
  name(): Promise<string | null> {
    this.found ??= this.look();
    return this.found;
  }

  /**
   * Fails where the same input gives another answer the second time, or the answer is right in a fresh process alone.
   * Fresh processes are not asked where another mistake, `known`, explains wrong answers already.
   */
  async judge(
    student: Student,
    trials: readonly Trial<unknown>[],
    known: string | null = null,
  ): Promise<void> {
    const { name, rule, attempts } = this.repeated;
    const [first, second] = attempts;
    const answers = await tryAll(student, name, rule, [first, second, first, second]);
    await this.requireSame(answers[0], answers[2]);
    await this.requireSame(answers[1], answers[3]);
    const rightElsewhere = trials.every(({ right }) => right);
    if (rightElsewhere && answers.every(({ right }) => right)) {
      await this.judgeCrossed(student);
      return;
    }
    const late = answers.find(({ fault }) => fault?.kind === 'timed-out')?.fault;
    if (rightElsewhere && late) throw late; // the exercise's time is used up, say: that is no memory
    if (known !== null && !STATE.has(known)) return;
    const misconception = await this.name();
    if (misconception === null && !rightElsewhere) return;
    throw new CheckFailure(
      `${name}() gives another answer when it has been called before: it keeps something from an earlier call.`,
      { misconception },
    );
  }

  /** Fails where an answer has something of the call before, of which a part has changed since. */
  private async judgeCrossed(student: Student): Promise<void> {
    const { name, rule, attempts, crossed = [] } = this.repeated;
    const [first] = attempts;
    for (const next of crossed) {
      const [before, after] = await tryAll(student, name, rule, [first, next]);
      if (!before?.right || !after?.got || after.right) continue;
      const misconception = nameKept(after.got, [first, next], this.repeated);
      if (misconception === null) continue;
      throw new CheckFailure(
        `${name}() gives what belongs to the call before, though a part of its input has changed since: it keeps something from an earlier call. ${seenOn(after)}`,
        { misconception },
      );
    }
  }

  /** Fails where two answers to one input differ; a call that gave none is another check's business. */
  private async requireSame(
    before: Trial<Input> | undefined,
    after: Trial<Input> | undefined,
  ): Promise<void> {
    if (!before?.got || !after?.got) return;
    const { name, rule } = this.repeated;
    const difference = firstDifference(before.got, after.got, rule);
    if (difference === null) return;
    throw new CheckFailure(
      `${name}() was called twice on the same input, with another one in between. The second time ${difference} ${seenOn(before)}`,
      { misconception: await this.name() },
    );
  }

  private async look(): Promise<string | null> {
    const [one, two] = this.repeated.attempts;
    const [first, second] = await this.inFreshProcess([one, two]);
    if (!first?.right || !second || second.right || second.fault) return null;
    const [alone] = await this.inFreshProcess([two]);
    if (!alone?.right) return null;
    return second.got && nameKept(second.got, [one, two], this.repeated);
  }

  private async inFreshProcess(attempts: readonly Attempt<Input>[]): Promise<Trial<Input>[]> {
    const { name, rule } = this.repeated;
    const student = this.fresh();
    try {
      return await tryAll(student, name, rule, attempts);
    } finally {
      await student.close();
    }
  }
}

function firstDifference(before: Tensors, after: Tensors, rule: Rule): string | null {
  for (const [tensor, was] of Object.entries(before)) {
    const is = after[tensor];
    const difference = is && !isIdentical(is, was) && compare(tensor, is, was, rule);
    if (difference) return difference.message;
  }
  return null;
}

/** The same numbers, NaN and Infinity among them: those are wrong, but the same both times. */
function isIdentical(a: NdArray, b: NdArray): boolean {
  return sameShape(a.shape, b.shape) && a.data.every((value, index) => Object.is(value, b.data[index]));
}
