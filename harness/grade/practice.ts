// `--quick`: 06 trains on a part of its data, for practice. What comes of it is shown and never counts.

import type { CheckResult, ExerciseResult, Result } from '../result.ts';
import { summed } from './assemble.ts';

/** Exercises whose training is cut short. */
const PRACTISED = new Set(['06-mnist']);

const MESSAGE =
  'Practice on a stated part of the data (--quick): this does not count, and no points are given. Grade without --quick for them.';

/** The same result with what was only practised outside score, maxScore and status; it says `quick` in any case. */
export function asPractice(result: Result): Result {
  const exercises = result.exercises.map((exercise) =>
    PRACTISED.has(exercise.id) ? practised(exercise) : exercise,
  );
  const counted = exercises.filter(({ id }) => !PRACTISED.has(id));
  return { ...result, quick: true, ...summed(counted), status: statusOf(exercises, counted), exercises };
}

/** Where nothing that counts was graded, nothing was passed; a fault of ours is one in practice as well. */
function statusOf(
  exercises: readonly ExerciseResult[],
  counted: readonly ExerciseResult[],
): Result['status'] {
  if (exercises.some(({ status, bonus }) => status === 'errored' && !bonus)) return 'errored';
  return counted.length === 0 ? 'failed' : summed(counted).status;
}

function practised(exercise: ExerciseResult): ExerciseResult {
  const { status, message, checks } = exercise;
  return {
    ...exercise,
    status: status === 'passed' ? 'failed' : status,
    score: 0,
    maxScore: 0,
    message: message === null ? MESSAGE : `${message} ${MESSAGE}`,
    checks: checks.map(practisedCheck),
  };
}

function practisedCheck(check: CheckResult): CheckResult {
  const { status, message } = check;
  const said = status === 'passed' ? 'it would pass.' : (message ?? 'it was not tried.');
  return {
    ...check,
    status: status === 'errored' ? 'errored' : 'skipped',
    score: 0,
    maxScore: 0,
    message: status === 'errored' ? message : `In practice, which does not count: ${said}`,
    misconception: null,
  };
}
