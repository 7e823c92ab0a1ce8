// The results.json of Exercism's interface for test runners, version 3.

import type { CheckResult, ExerciseResult, Result } from '../harness/result.ts';
import { checksOf, explanation, numberOf } from './checks.ts';
import { cutTo } from './cut.ts';
import { plainResult } from './plainText.ts';

/** Limits of the interface (characters). */
const MESSAGE_LIMIT = 65_535;
const OUTPUT_LIMIT = 500;

const CUT_NOTE = '\n[cut: only the first 500 characters are shown here]';

/** The text of results.json; it is an *error* only where no check of any exercise ran. */
export function exercismReport(result: Result): string {
  const { exercises, status } = plainResult(result);
  const report = exercises.some(hasRun)
    ? {
        version: 3,
        status: status === 'passed' ? 'pass' : 'fail',
        message: null,
        tests: exercises.flatMap(testsOf),
      }
    : { version: 3, status: 'error', message: whyNothingRan(exercises), tests: [] };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Where nothing ran, the checks say nothing, or all of them what the exercise says. */
function hasRun(exercise: ExerciseResult): boolean {
  return checksOf(exercise).some(({ status, message }) => {
    if (status === 'passed') return true;
    return status !== 'skipped' && message !== null && message !== exercise.message;
  });
}

function whyNothingRan(exercises: readonly ExerciseResult[]): string {
  const reasons = exercises.map(({ id, message }) => `${id}: ${message ?? 'no check ran.'}`);
  return cutTo(reasons.join('\n') || 'There was nothing to grade.', MESSAGE_LIMIT);
}

/** What was printed belongs to the exercise: it stands with the first check that did not pass, else with the first. */
function testsOf(exercise: ExerciseResult, index: number) {
  const checks = checksOf(exercise);
  const first = checks.find(({ status }) => status !== 'passed') ?? checks[0];
  const printed = exercise.output.trim() === '' ? null : cutTo(exercise.output, OUTPUT_LIMIT, CUT_NOTE);
  return checks.map((check) => ({
    name: check.title,
    status: STATUS[check.status],
    message: check.status === 'passed' ? null : cutTo(explanation(check, exercise), MESSAGE_LIMIT),
    output: check === first ? printed : null,
    test_code: `npm run grade -- ${exercise.id}`,
    task_id: numberOf(exercise, index),
  }));
}

const STATUS: Record<CheckResult['status'], 'pass' | 'fail' | 'error'> = {
  passed: 'pass',
  failed: 'fail',
  'timed-out': 'fail',
  skipped: 'fail',
  errored: 'error',
};
