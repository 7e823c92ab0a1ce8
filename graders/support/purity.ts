// Functions that change what they were given, and functions that remember.

import type { Script } from '../../harness/job.ts';
import { CheckFailure, CheckSkipped } from './failure.ts';
import { judge, tryOne, type Attempt } from './verdict.ts';
import { nameMistake } from './mistakes.ts';
import { zip } from '../../reference/ndarray.ts';
import type { Rule } from './compare.ts';
import type { Mutation, Student } from './student.ts';
import { isWellShaped, type Trial } from './trial.ts';

/** A function of the exercise with two inputs of the same sizes, to be called on one, the other, and the first again. */
export interface Repeated<Input> {
  name: string;
  rule: Rule;
  attempts: [Attempt<Input>, Attempt<Input>];
}

/** Fails with the first input that a function changed; `nameOf` tells the mistake behind it. */
export function judgeInputs(
  student: Student,
  trials: Record<string, readonly Trial<unknown>[]>,
  nameOf: (mutation: Mutation) => string | null,
): void {
  requireAnswers(trials);
  const [first] = student.mutations;
  if (!first) return;
  const names = new Set(student.mutations.map(nameOf));
  const [only] = names;
  const changed = new Map(
    student.mutations.map((each) => [`${each.function}() changed its input ${each.input}`, each]),
  );
  const said = [...changed.keys()].slice(0, 3).join(', and ');
  throw new CheckFailure(`${said}: work on a copy, such as ${first.input.split('.').at(-1)}.clone().`, {
    misconception: names.size === 1 ? (only ?? null) : null,
    evidence: { where: first.input },
  });
}

/** Fails where the second answer depends on the first call. */
export async function judgeRepeats(
  student: Student,
  script: Script,
  repeats: readonly Repeated<unknown>[],
  stateName: (name: string) => Promise<string | null>,
): Promise<void> {
  for (const { name, rule, attempts } of repeats) {
    const [first, second] = attempts;
    const trials: Trial<unknown>[] = [];
    for (const attempt of [first, second, first, second])
      trials.push(await tryOne(student, name, rule, attempt));
    for (const tensor of Object.keys(first.want)) {
      await judge(trials, tensor, { function: name, script, misconception: () => stateName(name) });
    }
  }
}

/** What a function keeps from call to call, told from fresh processes. */
export class Memory<Input> {
  private readonly fresh: () => Student;
  private readonly repeated: Repeated<Input>;
  private found: Promise<string | null> | null = null;

  constructor(fresh: () => Student, repeated: Repeated<Input>) {
    this.fresh = fresh;
    this.repeated = repeated;
  }

  /** `stale-cache` or `gradients-accumulate` where the first call in a fresh process is right and the second is not; else null. */
  name(): Promise<string | null> {
    this.found ??= this.look();
    return this.found;
  }

  private async look(): Promise<string | null> {
    const { name, rule, attempts } = this.repeated;
    const [first, second] = await this.inFreshProcess(name, rule, attempts);
    if (!first?.right || !second || second.right || second.fault) return null;
    const [alone] = await this.inFreshProcess(name, rule, [attempts[1]]);
    if (!alone?.right) return null;
    const [before, now] = [attempts[0].want, attempts[1].want];
    const sum = Object.fromEntries(
      Object.entries(now).map(([tensor, want]) => [
        tensor,
        zip(want, before[tensor] ?? want, (a, b) => a + b),
      ]),
    );
    const accumulated = { id: 'gradients-accumulate', predict: () => sum };
    return nameMistake([second], { mistakes: [accumulated] }) ?? 'stale-cache';
  }

  private async inFreshProcess(
    name: string,
    rule: Rule,
    attempts: readonly Attempt<Input>[],
  ): Promise<Trial<Input>[]> {
    const student = this.fresh();
    try {
      const trials: Trial<Input>[] = [];
      for (const attempt of attempts) trials.push(await tryOne(student, name, rule, attempt));
      return trials;
    } finally {
      await student.close();
    }
  }
}

/** Skips a check that can say nothing: of a function that never gave anything of the right shape. */
export function requireAnswers(trials: Record<string, readonly Trial<unknown>[]>): void {
  const silent = Object.entries(trials).filter(([, of]) => !of.some(isWellShaped));
  if (silent.length === 0) return;
  const names = silent.map(([name]) => `${name}()`).join(', ');
  throw new CheckSkipped(
    `This waits until all functions return arrays of the right shape; not yet: ${names}.`,
  );
}
