import type { CheckStatus, Result } from '../../harness/result.ts';
import { sampleCheck, sampleExercise, sampleResult } from './sampleResult.ts';

const CHECKS = 300;
const MESSAGE = 10_000; // characters
const OUTPUT = 65_536; // characters

const STATUSES: CheckStatus[] = ['passed', 'failed', 'timed-out', 'skipped', 'errored'];

/** One exercise larger than any that is graded: every message another, none of one byte a character. */
export function largeResult(): Result {
  const checks = Array.from({ length: CHECKS }, (_, index) => {
    const status = STATUSES[index % STATUSES.length] ?? 'failed';
    return sampleCheck({
      id: `check-${index}`,
      title: `Check ${index} ${'日'.repeat(300)}`,
      status,
      score: status === 'passed' ? 0.37 : status === 'failed' ? 0.01 : 0,
      maxScore: 0.37,
      message: status === 'passed' ? null : `${index} ${'"∂é\n'.repeat(MESSAGE / 4)}`,
      hint: 'x'.repeat(MESSAGE),
    });
  });
  const score = Math.round(checks.reduce((sum, check) => sum + check.score, 0) * 100) / 100;
  const exercise = sampleExercise({
    status: 'failed',
    score,
    maxScore: 111,
    checks,
    output: '\u0000é\n'.repeat(OUTPUT / 3),
  });
  return sampleResult({ status: 'failed', score, maxScore: 111, exercises: [exercise] });
}
