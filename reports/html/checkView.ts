import type { CheckResult, CheckStatus } from '../../harness/result.ts';
import { evidenceView } from './evidenceView.ts';
import { count, points } from '../numbers.ts';
import { checkWords } from './statusWords.ts';

/** So many passed checks in a row fold into one line: what is right needs less room than what is not. */
const FOLD_FROM = 4;

/** What exercise.hbs lists: the checks in order, runs of passed ones folded into a group. */
export function checkItems(checks: CheckResult[]) {
  const firstFailing = checks.find(({ status }) => isFailing(status));
  return runs(checks).map((run) => {
    const views = run.map((check) => checkView(check, check === firstFailing));
    return { fold: isFolded(run) ? fold(run) : null, checks: views };
  });
}

/** Whether a check's failure is the student's to mend. */
export function isFailing(status: CheckStatus): boolean {
  return status === 'failed' || status === 'timed-out';
}

/** Neighbours that both passed share a run; every other check has one of its own. */
function runs(checks: CheckResult[]): CheckResult[][] {
  const found: CheckResult[][] = [];
  for (const check of checks) {
    const last = found.at(-1);
    if (last && check.status === 'passed' && last[0]?.status === 'passed') last.push(check);
    else found.push([check]);
  }
  return found;
}

function isFolded(run: CheckResult[]): boolean {
  return run[0]?.status === 'passed' && run.length >= FOLD_FROM;
}

function fold(run: CheckResult[]) {
  const sum = run.reduce((total, { score }) => total + score, 0);
  return { words: count(run.length, 'check'), points: points(sum) };
}

function checkView(check: CheckResult, opensHint: boolean) {
  const isPassed = check.status === 'passed';
  return {
    ...checkWords(check),
    title: check.title,
    isPassed,
    score: check.status === 'errored' || check.status === 'skipped' ? '–' : points(check.score),
    maxScore: points(check.maxScore),
    message: check.message,
    isOurs: check.status === 'errored',
    hint: isPassed ? null : check.hint,
    opensHint,
    misconception: isPassed ? null : (check.misconception?.replaceAll('-', ' ') ?? null),
    evidence: isPassed || !check.evidence ? null : evidenceView(check.evidence),
  };
}
