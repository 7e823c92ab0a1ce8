// The checks of an exercise as other systems list them: each with a number, and never none.

import type { CheckResult, CheckStatus, ExerciseResult, ExerciseStatus } from '../harness/result.ts';

const STATUS: Record<ExerciseStatus, CheckStatus> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'errored',
  'not-started': 'skipped',
};

/** The exercise's checks; where there is none, one that stands for the whole exercise. */
export function checksOf(exercise: ExerciseResult): CheckResult[] {
  const { id, title, status, score, maxScore, message, checks } = exercise;
  if (checks.length > 0) return checks;
  const nothing = { hint: null, misconception: null, evidence: null, durationMs: 0 };
  return [{ id, title, status: STATUS[status], score, maxScore, message, ...nothing }];
}

/** The number in `02-backward`; for an id without one, its place from 1. */
export function numberOf({ id }: ExerciseResult, index: number): number {
  const [digits] = /^\d{1,6}/.exec(id) ?? [];
  return digits === undefined ? index + 1 : Number(digits);
}

/** Why a check earned less than all its points: its own message, else its exercise's; null where it passed. */
export function reasonFor({ status, message }: CheckResult, exercise: ExerciseResult): string | null {
  if (status === 'passed') return null;
  const reason = message ?? exercise.message ?? (status === 'skipped' ? 'Not run.' : 'Not passed.');
  return status === 'errored' ? `The grader itself failed, which costs nothing: ${reason}` : reason;
}

/** Reason, hint and mistake of a check that did not pass, one a line. */
export function explanation(check: CheckResult, exercise: ExerciseResult): string {
  const reason = reasonFor(check, exercise);
  if (reason === null) return '';
  const lines = [
    reason,
    check.hint === null ? null : `Hint: ${check.hint}`,
    check.misconception === null ? null : `Mistake: ${check.misconception}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
