// The summary of a CI job: Markdown that reads well on a phone and may quote a hostile student.

import type { CheckResult, ExerciseResult, Result } from '../harness/result.ts';
import { reasonFor } from './checks.ts';
import { cutTo } from './cut.ts';
import { count, points } from './numbers.ts';
import { checkWords, EXERCISE_WORDS, RESULT_WORDS } from './html/statusWords.ts';
import { markdownText } from './markdownText.ts';
import { plainResult } from './plainText.ts';
import { changedInWords } from './protectedFiles.ts';

/** What GitHub takes of a step's summary (bytes). */
export const SUMMARY_LIMIT = 1024 * 1024;

/** A message or hint longer than this nobody reads on a phone (characters). */
const TEXT_LIMIT = 1200;
const TITLE_LIMIT = 120; // characters
/** Fifty names of changed files, most of them short (characters). */
const FILES_LIMIT = 4000;

const MARKS = { passed: '✅', failed: '❌', errored: '⚠️', 'not-started': '⬜' };

const REST = '\nThere is more than fits here: the report has all of it.\n';

/** Markdown of at most `limit` bytes; empty where not even the table fits. */
export function summaryReport(result: Result, limit = SUMMARY_LIMIT): string {
  const plain = plainResult(result);
  const details = plain.exercises.filter(hasDetails).map(detailsOf);
  let text = headOf(plain);
  let room = limit - Buffer.byteLength(text) - Buffer.byteLength(REST);
  if (room < 0) return '';
  for (const block of details) {
    room -= Buffer.byteLength(block);
    if (room < 0) return text + REST;
    text += block;
  }
  return text;
}

function headOf(result: Result): string {
  const { score, maxScore, bonus, maxBonus, status, exercises, environment } = result;
  const told = changedInWords(result.protectedFiles);
  const extra = maxBonus > 0 ? `, and ${points(bonus)} of ${points(maxBonus)} bonus points` : '';
  const lines = [
    `## ${MARKS[status]} ${points(score)} of ${count(maxScore, 'point')}${extra}`,
    '',
    `${RESULT_WORDS[status].word}.${result.quick ? ' Practice with --quick: this does not count.' : ''}`,
    '',
    '| Exercise | Points | |',
    '| :-- | --: | :-- |',
    ...exercises.map(rowOf),
    '',
    ...(told === null ? [] : [`⚠️ ${shown(told, FILES_LIMIT)}`, '']),
    ...(environment.sandboxDetail === '' ? [] : [`⚠️ ${shown(environment.sandboxDetail, TEXT_LIMIT)}`, '']),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf({ id, title, status, score, maxScore, bonus }: ExerciseResult): string {
  const name = `${shown(id, TITLE_LIMIT)} ${shown(title, TITLE_LIMIT)}${bonus ? ' (bonus)' : ''}`;
  const earned = status === 'errored' ? '–' : points(score);
  return `| ${name} | ${earned} / ${points(maxScore)} | ${MARKS[status]} ${EXERCISE_WORDS[status].word} |`;
}

/** What is not begun has nothing to tell. */
function hasDetails({ status }: ExerciseResult): boolean {
  return status === 'failed' || status === 'errored';
}

/** A block that unfolds. The empty lines make the list in it Markdown again. */
function detailsOf(exercise: ExerciseResult): string {
  const { id, title, status, message, checks } = exercise;
  const open = checks.filter((check) => check.status !== 'passed' && check.message !== message);
  const lines = [
    '<details>',
    `<summary>${MARKS[status]} <b>${shown(id, TITLE_LIMIT)}</b> ${shown(title, TITLE_LIMIT)}</summary>`,
    '',
    ...(message === null ? [] : [`- ${shown(message, TEXT_LIMIT)}`]),
    ...open.map((check) => itemOf(check, exercise)),
    '',
    '</details>',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function itemOf(check: CheckResult, exercise: ExerciseResult): string {
  const { title, score, maxScore, hint, misconception } = check;
  const parts = [
    `- <b>${shown(title, TITLE_LIMIT)}</b> (${checkWords(check).word}, ${points(score)} of ${points(maxScore)})`,
    shown(reasonFor(check, exercise) ?? '', TEXT_LIMIT),
    ...(hint === null ? [] : [`<i>Hint:</i> ${shown(hint, TEXT_LIMIT)}`]),
    ...(misconception === null ? [] : [`<i>Mistake:</i> ${shown(misconception, TITLE_LIMIT)}`]),
  ];
  return parts.join('<br>');
}

function shown(text: string, limit: number): string {
  return markdownText(cutTo(text, limit));
}
