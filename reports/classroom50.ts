// Classroom 50's result.json: whole numbers only, so a point is a hundred there.

import type { CheckResult, ExerciseResult, Result } from '../harness/result.ts';
import { checksOf, explanation } from './checks.ts';
import { plainResult } from './plainText.ts';

/** Whole numbers that a point makes: scores are exact to a hundredth of a point. */
const SCALE = 100;

/** Whose submission it is, as the environment tells, and when its commit was made (`YYYY-MM-DDTHH:MM:SSZ`). */
export interface Classroom50Task {
  classroom: string;
  assignment: string;
  assignment_type: string;
  owner: string;
  submission: string;
  commit: string;
  release: string;
  review: string;
  datetime: string;
}

/** The object that goes into result.json. Bonus checks are listed with no points, for the tests' points are the score. */
export function classroom50Result(result: Result, task: Classroom50Task) {
  const { exercises, gradedAt, score, maxScore } = plainResult(result);
  return {
    schema: 'classroom50/result/v1',
    ...task,
    graded_at: gradedAt.replace(/\.\d+Z$/, 'Z'),
    score: Math.min(scaled(score), scaled(maxScore)),
    'max-score': scaled(maxScore),
    tests: exercises.flatMap((exercise) => checksOf(exercise).map((check) => testOf(check, exercise))),
  };
}

function testOf(check: CheckResult, exercise: ExerciseResult) {
  const [score, whole] = [Math.min(scaled(check.score), scaled(check.maxScore)), scaled(check.maxScore)];
  const counted = exercise.bonus
    ? { score: 0, 'max-score': 0, 'bonus-score': score, 'bonus-max-score': whole }
    : { score, 'max-score': whole };
  return {
    'test-name': `${exercise.id}: ${check.title}`,
    passed: check.status === 'passed',
    ...counted,
    exercise: exercise.id,
    check: check.id,
    status: check.status,
    ...(check.status === 'passed' ? {} : { message: explanation(check, exercise) }),
  };
}

function scaled(points: number): number {
  return Math.max(0, Math.round(points * SCALE));
}
