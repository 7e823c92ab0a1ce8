// Whether a fixture came to what its name says.

import type { ExerciseResult } from '../result.ts';
import type { Fixture } from './fixtures.ts';

/** Null where the verdict is right; else what is wrong with it. */
export function misjudged({ kind, misconception }: Fixture, exercise: ExerciseResult): string | null {
  const named = new Set(exercise.checks.flatMap((check) => check.misconception ?? []));
  if (exercise.status === 'errored') return `the grader failed: ${exercise.message}`;
  if (kind === 'odd') return exercise.score === exercise.maxScore ? null : `right, but ${lossOf(exercise)}`;
  if (exercise.score >= exercise.maxScore) return 'wrong, but it scored in full';
  const expected = misconception === null ? [] : [misconception];
  const as = [...named].toSorted().join(' and ') || 'nothing';
  return [...named].toSorted().join() === expected.join()
    ? null
    : `named ${as}, not ${misconception ?? 'nothing'}`;
}

function lossOf({ score, maxScore, checks, message }: ExerciseResult): string {
  const lost = checks.find(({ status }) => status !== 'passed');
  return `${score} of ${maxScore}: ${lost?.id}: ${message ?? lost?.message}`;
}
