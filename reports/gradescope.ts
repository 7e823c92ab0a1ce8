// Gradescope's results.json. All of it is for the student: one hidden test there would hide the total as well.

import type { CheckResult, ExerciseResult, Result } from '../harness/result.ts';
import { checksOf, explanation, numberOf } from './checks.ts';
import { cutTo } from './cut.ts';
import { EXERCISE_WORDS } from './html/statusWords.ts';
import { plainResult } from './plainText.ts';

const MS_PER_SECOND = 1000;

/** What an exercise printed is for the HTML report; here is the start of it (characters). */
const PRINTED_LIMIT = 4000;

const OURS =
  'The grader itself failed at a part of this. That is no zero: ask for the submission to be graded again.';

/** The text of results.json. The score is that of the core exercises; bonus checks are listed, and tagged. */
export function gradescopeReport(result: Result): string {
  const { exercises, ...plain } = plainResult(result);
  const report = {
    score: plain.score,
    execution_time: plain.durationMs / MS_PER_SECOND,
    output: [...(plain.status === 'errored' ? [OURS] : []), ...exercises.map(outputOf)].join('\n'),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: {
      schema: plain.schema,
      seed: plain.seed,
      sha256: plain.submission.sha256,
      bonus: plain.bonus,
      max_bonus: plain.maxBonus,
      ...plain.environment,
    },
    tests: exercises.flatMap((exercise, index) => {
      const number = numberOf(exercise, index);
      return checksOf(exercise).map((check, place) => testOf(check, exercise, `${number}.${place + 1}`));
    }),
    leaderboard: [], // a ranking of scores is nothing that the others in the course should see
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function testOf(check: CheckResult, exercise: ExerciseResult, number: string) {
  return {
    score: check.score,
    max_score: check.maxScore,
    status: check.status === 'passed' ? 'passed' : 'failed',
    name: check.title,
    number,
    output: explanation(check, exercise),
    output_format: 'text',
    tags: [
      exercise.id,
      ...(exercise.bonus ? ['bonus'] : []),
      ...(check.misconception === null ? [] : [check.misconception]),
    ],
    visibility: 'visible',
  };
}

function outputOf({ id, status, message, output }: ExerciseResult): string {
  const head = `${id}: ${EXERCISE_WORDS[status].word}`;
  const printed = output.trim() === '' ? [] : [`It printed:\n${cutTo(output, PRINTED_LIMIT)}`];
  return [message === null ? head : `${head}. ${message}`, ...printed].join('\n');
}
