// Functions that change what they were given.

import { CheckFailure, CheckSkipped } from './failure.ts';
import { soleName } from './soleName.ts';
import type { Mutation } from './changedInputs.ts';
import type { Student } from './student.ts';
import type { Trial } from './trial.ts';

/** Fails with the first input that a function changed; `nameOf` tells the mistake behind it, `copyInWords` how a copy is made. */
export function judgeInputs(
  student: Student,
  trials: Record<string, readonly Trial<unknown>[]>,
  nameOf: (mutation: Mutation) => string | null,
  copyInWords: (mutation: Mutation) => string = copyOf,
): void {
  requireAnswers(trials);
  const [first] = student.mutations;
  if (!first) return;
  const said = [...new Set(student.mutations.map(inWords))].slice(0, 3).join(', and ');
  const advice = first.isDisposed
    ? 'a tensor that was handed in is the caller’s; dispose only what you made'
    : `work on a copy, such as ${copyInWords(first)}`;
  throw new CheckFailure(`${said}: ${advice}.`, {
    misconception: soleName(student.mutations.map(nameOf)),
    evidence: { where: first.input },
  });
}

function inWords({ function: name, input, isDisposed }: Mutation): string {
  return `${name}() ${isDisposed ? 'disposed' : 'changed'} its input ${input}`;
}

/** Inputs that are typed arrays. */
const TYPED = new Set(['y', 'images', 'labels']);

/** How a copy of an input is made. */
function copyOf({ input, before }: Mutation): string {
  const name = input.split('.').at(-1) ?? input;
  if (before.shape.length === 0) return `let ${name} = ${input}`;
  if (before.shape.length === 2) return `${name}.clone()`;
  return TYPED.has(name) || input.startsWith('weights.') ? `${name}.slice()` : `[...${name}]`;
}

/** Skips a check that can say nothing: of a function that never returned numbers. */
export function requireAnswers(trials: Record<string, readonly Trial<unknown>[]>): void {
  const silent = Object.entries(trials).filter(([, of]) => of.every(({ got }) => got === null));
  if (silent.length === 0) return;
  const names = silent.map(([name]) => `${name}()`).join(', ');
  throw new CheckSkipped(`This waits until every function returns numbers; not yet: ${names}.`);
}
