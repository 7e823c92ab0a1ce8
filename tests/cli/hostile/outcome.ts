// Whether an attack came to what is expected of it, in numbers and in words.

import { expect } from 'vitest';
import type { ExerciseResult } from '../../../harness/result.ts';
import { root } from '../command.ts';
import type { Attack } from './attacks.ts';
import type { StrictCourse } from './strictCourse.ts';

/** A stack, or a name that only we and Node use: nothing that a student could act on. */
const UNHELPFUL = /\n\s+at |node:internal|\[object /;

/**
 * Score, status and words of a graded attack; nothing that it tried worked, and no message shows where the grader lies.
 * Without bubblewrap a process knows where, and may print it.
 */
export function expectOutcome(
  { score, says, prints }: Attack,
  exercise: ExerciseResult,
  course: StrictCourse,
): void {
  const told = messagesOf(exercise);
  const status = score === exercise.maxScore ? 'passed' : 'failed';
  expect({ score: exercise.score, status: exercise.status, told }).toEqual({ score, status, told });
  expect(exercise.checks.filter((check) => check.status === 'errored')).toEqual([]);
  expect(told).toMatch(says);
  expect(told).not.toMatch(UNHELPFUL);
  expect(exercise.output).toMatch(prints);
  expect(exercise.output).not.toContain('escaped');
  for (const place of [root, course.root, course.scratch]) expect(told).not.toContain(place);
}

/** Whatever the result says of the exercise, its own words first. */
function messagesOf({ message, checks, diagnostics }: ExerciseResult): string {
  const all = [message, ...checks.map((check) => check.message), ...diagnostics.map((each) => each.message)];
  return [...new Set(all.filter((each) => each !== null))].join('\n');
}
