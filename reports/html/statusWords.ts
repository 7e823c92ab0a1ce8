// How the report says a status: never by colour alone, and never a zero for what the grader itself failed at.

import type { CheckResult, CheckStatus, ExerciseStatus, Result } from '../../harness/result.ts';

/** A status in words, with the icon of templates/icons.hbs; the tone is a class of report.css. */
interface StatusWords {
  word: string;
  icon: 'passed' | 'failed' | 'errored' | 'late' | 'idle';
}

export const RESULT_WORDS: Record<Result['status'], StatusWords> = {
  passed: { word: 'Passed', icon: 'passed' },
  failed: { word: 'Not passed yet', icon: 'failed' },
  errored: { word: 'Not graded in full', icon: 'errored' },
};

export const EXERCISE_WORDS: Record<ExerciseStatus, StatusWords> = {
  passed: { word: 'passed', icon: 'passed' },
  failed: { word: 'not passed yet', icon: 'failed' },
  errored: { word: 'could not be graded', icon: 'errored' },
  'not-started': { word: 'not started', icon: 'idle' },
};

const CHECK_WORDS: Record<CheckStatus, StatusWords> = {
  passed: { word: 'passed', icon: 'passed' },
  failed: { word: 'failed', icon: 'failed' },
  errored: { word: 'grader error', icon: 'errored' },
  'timed-out': { word: 'timed out', icon: 'late' },
  skipped: { word: 'skipped', icon: 'idle' },
};

/** The words for a check; partial credit is a failure with some of its points. */
export function checkWords({ status, score }: CheckResult): StatusWords {
  const words = CHECK_WORDS[status];
  return status === 'failed' && score > 0 ? { ...words, word: 'partly right' } : words;
}
