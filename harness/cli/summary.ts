// A result for the terminal: 80 columns, colour only where there is a terminal to show it.

import { styleText } from 'node:util';
import { changedInWords } from '../../reports/protectedFiles.ts';
import { plainResult } from '../../reports/plainText.ts';
import type { CheckResult, ExerciseResult, Result } from '../result.ts';
import { bar } from './bar.ts';
import { inColourOn } from './colour.ts';
import { wrap } from './paragraph.ts';

const INDENT = 6; // columns, of what belongs to a check
const ID = 16; // columns, of the longest id and one
const TITLE = 20; // columns
const BAR = 10; // columns

/** Longest message shown here; the report has all of it (characters). */
const MESSAGE_LIMIT = 400;

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The summary of a result, and where the reports are. */
export function summarise(result: Result, files: readonly string[], stream: { isTTY?: boolean }): string {
  const paint = paintOn(stream);
  const { environment, seed, submission, exercises, protectedFiles } = plainResult(result); // nothing a student wrote moves the cursor
  const lines = [
    '',
    ` ${paint('bold', 'Handgrad')}  ${submission.id}`,
    '',
    ...exercises.flatMap((exercise) => exerciseLines(exercise, stream)),
    '',
    ...(result.quick ? [paint('yellow', ' --quick: practice, no grade. 06 is outside the score.')] : []),
    ...tampered(protectedFiles).map((line) => paint('red', line)),
    ` ${paint('bold', `Score ${result.score} of ${result.maxScore}`)}${bonusOf(result)}`,
    '',
    ` sandbox ${environment.sandbox}, device ${environment.device}, seed ${seed}`,
    ...(environment.sandboxDetail === ''
      ? []
      : wrap(environment.sandboxDetail, 1).map((line) => paint('yellow', line))),
    ...files.map((file) => ` wrote ${file}`),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** An exercise on one line after a mark; its texts have to be plain. */
export function exerciseHead(
  { id, title, score, maxScore, status }: ExerciseResult,
  stream: { isTTY?: boolean },
  mark = ' ',
): string {
  const points = `${score} / ${maxScore}`.padStart(9);
  const name = id.padEnd(ID).slice(0, ID);
  const head = `${mark}${name} ${title.padEnd(TITLE).slice(0, TITLE)} ${bar(maxScore === 0 ? 0 : score / maxScore, BAR)} ${points}  ${STATUS[status]}`;
  return paintOn(stream)(COLOUR[status], head);
}

function paintOn(stream: { isTTY?: boolean }): Paint {
  const colour = inColourOn(stream);
  return (style, text) => (colour ? styleText(style, text) : text);
}

function tampered(files: Result['protectedFiles']): string[] {
  const told = changedInWords(files);
  return told === null ? [] : [...wrap(told, 1), ''];
}

function exerciseLines(exercise: ExerciseResult, stream: { isTTY?: boolean }): string[] {
  const paint = paintOn(stream);
  const { status } = exercise;
  const checks = exercise.checks.filter((check) => check.status !== 'passed');
  const shown =
    status === 'not-started' || checks.every(({ message }) => message === exercise.message) ? [] : checks;
  return [
    exerciseHead(exercise, stream),
    ...(exercise.message === null ? [] : wrap(exercise.message, 3)),
    ...shown.flatMap((check) => checkLines(check, paint)),
    ...exercise.diagnostics
      .filter(({ severity }) => severity === 'warning')
      .flatMap(({ file, line, column, message }) => wrap(`${file}:${line}:${column} ${message}`, 3)),
  ];
}

function checkLines(
  { id, status, score, maxScore, message, misconception }: CheckResult,
  paint: Paint,
): string[] {
  const mark = paint(status === 'skipped' ? 'dim' : 'red', MARK[status]);
  const named = misconception === null ? '' : `  [${misconception}]`;
  const head = `   ${mark} ${id}  ${score}/${maxScore}${named}`;
  if (message === null) return [head];
  const text = message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}...` : message;
  return [head, ...wrap(text, INDENT)];
}

const STATUS = {
  passed: 'passed',
  failed: 'failed',
  errored: 'could not be graded',
  'not-started': 'not started',
};
const COLOUR = { passed: 'green', failed: 'red', errored: 'magenta', 'not-started': 'dim' } as const;
const MARK = { passed: '✓', failed: '✗', errored: '!', 'timed-out': '✗ timed out', skipped: '-' };

function bonusOf({ bonus, maxBonus }: Result): string {
  return maxBonus === 0 ? '' : `, bonus ${bonus} of ${maxBonus}`;
}
