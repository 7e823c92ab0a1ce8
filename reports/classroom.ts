// What GitHub Classroom's reporter reads: a line an exercise, `<exercise>=<base64 of JSON>`.

import type { CheckResult, ExerciseResult, ExerciseStatus, Result } from '../harness/result.ts';
import { explanation, reasonFor } from './checks.ts';
import { rowsOf, type Row } from './classroom/rows.ts';
import { cutTo } from './cut.ts';
import { points } from './numbers.ts';
import { plainResult } from './plainText.ts';
import { withoutCommands } from './runnerText.ts';

/**
 * Linux lets an environment string have 131,072 bytes, its name included, and all of them together 2 MiB. Fewer than the
 * first, so that a score of exercises fits into the second.
 */
const VARIABLE_LIMIT = 100_000; // bytes

/** What is tried in turn until an exercise fits (characters of a message and of a name). */
const LIMITS = [
  [4000, 120],
  [1000, 120],
  [400, 120],
  [100, 80],
  [0, 40],
  [0, 10],
] as const;

const CENTS = 100;
/** What adding up floating-point numbers may be off by (hundredths of a point). */
const ROUNDING = 1e-6;

const STATUS: Record<ExerciseStatus, 'pass' | 'fail' | 'error'> = {
  passed: 'pass',
  failed: 'fail',
  'not-started': 'fail',
  errored: 'error',
};

/** The lines, each ended by a line feed; safe to append to $GITHUB_OUTPUT. */
export function classroomReport(result: Result): string {
  return plainResult(result)
    .exercises.map((exercise) => `${outputName(exercise)}=${fitting(exercise)}\n`)
    .join('');
}

/** The exercise's stem; whatever could end a name or a line is a hyphen. */
function outputName({ id }: ExerciseResult): string {
  return id.slice(0, 100).replaceAll(/[^\w-]/g, '-') || 'exercise';
}

function fitting(exercise: ExerciseResult): string {
  const rows = rowsOf(exercise);
  const name = `${outputName(exercise).toUpperCase()}_RESULTS=`;
  let text = '';
  for (const [messageLimit, nameLimit] of LIMITS) {
    const payload = payloadOf(exercise, rows, { messageLimit, nameLimit });
    text = Buffer.from(JSON.stringify(payload)).toString('base64');
    if (name.length + text.length < VARIABLE_LIMIT) break;
  }
  return text;
}

function payloadOf(exercise: ExerciseResult, rows: readonly Row[], limits: TextLimits) {
  const { status, maxScore } = exercise;
  return { version: 1, status: STATUS[status], max_score: maxScore, tests: testsOf(exercise, rows, limits) };
}

interface TextLimits {
  messageLimit: number;
  nameLimit: number;
}

/**
 * The reporter shows a test's message only where its status is `error`; what it counts as passed is `pass` alone. So a row
 * that did not pass is an `error` where it has something to say that no row before it said, and else a `fail`.
 */
function testsOf(exercise: ExerciseResult, rows: readonly Row[], { messageLimit, nameLimit }: TextLimits) {
  const scores = scoresOf(exercise, rows);
  const said = new Set<string>(['']);
  return rows.map((row, index) => {
    const { check, isPassed, part } = row;
    const reason = isPassed ? '' : (reasonFor(check, exercise) ?? '');
    const isNews = messageLimit > 0 && !said.has(reason);
    said.add(reason);
    return {
      name: nameOf(row, nameLimit),
      status: isPassed ? 'pass' : isNews ? 'error' : 'fail',
      score: scores[index] ?? 0,
      message: isNews
        ? `${titleOf(check, nameLimit)}, ${pointsOf(check)}\n${shown(explanation(check, exercise), messageLimit)}`
        : '',
      test_code: '',
      filename: '',
      line_no: 0, // anything else is printed as `line undefined`
      duration: part === 1 ? check.durationMs : 0,
    };
  });
}

function nameOf({ check, isPassed, part, parts }: Row, limit: number): string {
  const partly = isPassed && check.status !== 'passed' ? ', the part that is right' : '';
  const counted = parts > 1 ? ` (${part} of ${parts})` : '';
  return `${titleOf(check, limit)}${partly}${counted}`;
}

function titleOf({ title }: CheckResult, limit: number): string {
  return shown(title.replaceAll(/\s+/g, ' '), limit);
}

function pointsOf({ score, maxScore }: CheckResult): string {
  return `${points(score)} of ${points(maxScore)} points`;
}

/** The reporter prints these texts into the job's log as they are. */
function shown(text: string, limit: number): string {
  return withoutCommands(cutTo(text, limit));
}

/**
 * A check's points stand on its first row; the row with the most of them evens out what is left, so that together they are
 * what the table comes to.
 */
function scoresOf({ score, maxScore }: ExerciseResult, rows: readonly Row[]): number[] {
  const cents = rows.map(({ check }, index) => {
    const isFirst = rows.findIndex((row) => row.check === check) === index;
    return isFirst ? Math.round(check.score * CENTS) : 0;
  });
  const table = (rows.filter(({ isPassed }) => isPassed).length / rows.length) * maxScore * CENTS;
  const isExact = Math.abs(table - score * CENTS) < ROUNDING;
  const wanted = isExact ? Math.round(score * CENTS) : table;
  const left = wanted - cents.reduce((sum, each) => sum + each, 0);
  const most = cents.indexOf(Math.max(...cents));
  return cents.map((each, index) => (index === most ? each + left : each) / CENTS);
}
