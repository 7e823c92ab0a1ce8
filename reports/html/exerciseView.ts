import type { Diagnostic, ExerciseResult } from '../../harness/result.ts';
import { checkItems, isFailing } from './checkView.ts';
import { count, percent, points } from '../numbers.ts';
import { figureView } from './figureView.ts';
import type { Charts } from './lineChart.ts';
import { EXERCISE_WORDS } from './statusWords.ts';

/** Diagnostics of one severity that are listed: behind the first few there is rarely a new cause. */
const DIAGNOSTICS_SHOWN = 20;
/** Warnings cost nothing; a few are shown at once, more only when asked for. */
const WARNINGS_OPEN = 3;

export type ExerciseView = ReturnType<typeof exerciseView>;

/** What overview.hbs and exercise.hbs show of one exercise; `anchor` is its id in the page. */
export function exerciseView(exercise: ExerciseResult, anchor: string, charts: Charts) {
  const isStarted = exercise.status !== 'not-started';
  return {
    ...EXERCISE_WORDS[exercise.status],
    anchor,
    id: exercise.id,
    title: exercise.title,
    bonus: exercise.bonus,
    score: exercise.status === 'errored' ? '–' : points(exercise.score),
    maxScore: points(exercise.maxScore),
    percent: exercise.status === 'errored' ? 0 : percent(exercise.score, exercise.maxScore),
    isStarted,
    isOurs: exercise.status === 'errored',
    message: exercise.message,
    errors: diagnosticsView(exercise.diagnostics, 'error'),
    warnings: diagnosticsView(exercise.diagnostics, 'warning'),
    items: isStarted ? checkItems(exercise.checks) : [],
    waiting: isStarted || exercise.checks.length === 0 ? null : waitingView(exercise),
    figures: exercise.figures.map((figure) => figureView(figure, charts)),
    output: exercise.output.trim() === '' ? null : exercise.output,
  };
}

/** What to look at first in an exercise that failed: its first failing check, else its message. */
export function firstFailure(exercise: ExerciseResult): string {
  return exercise.checks.find(({ status }) => isFailing(status))?.title ?? exercise.message ?? exercise.title;
}

function diagnosticsView(diagnostics: Diagnostic[], severity: Diagnostic['severity']) {
  const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
  if (found.length === 0) return null;
  return {
    words: count(found.length, severity),
    isOpen: found.length <= WARNINGS_OPEN,
    more: Math.max(0, found.length - DIAGNOSTICS_SHOWN),
    shown: found.slice(0, DIAGNOSTICS_SHOWN).map(({ file, line, column, message }) => ({
      place: `${file}:${line}:${column}`,
      message,
    })),
  };
}

function waitingView({ checks }: ExerciseResult) {
  return {
    words: count(checks.length, 'check'),
    checks: checks.map(({ title, maxScore }) => ({ title, maxScore: points(maxScore) })),
  };
}
