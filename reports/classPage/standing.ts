// Where a class stands: how many have which status, and the middle of what was graded.

import type { Entry, EntryStatus, Gradebook } from '../../harness/gradebook.ts';
import { quantile } from './quantile.ts';
import { STATUSES } from './statuses.ts';

export interface Standing {
  counts: Record<EntryStatus, number>;
  total: number;
  handedIn: number;
  /** Of the graded submissions, ascending. */
  scores: number[];
  /** Of those scores; null where there is none. */
  median: number | null;
  mean: number | null;
}

/** Counts every entry once. What is missing, unreadable or errored has no score here. */
export function standingOf({ entries }: Gradebook): Standing {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Standing['counts'];
  for (const { status } of entries) counts[status] += 1;
  const scores = entries.flatMap(scoreOf).toSorted((a, b) => a - b);
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    counts,
    total: entries.length,
    handedIn: entries.length - counts.missing,
    scores,
    median: quantile(scores, 0.5),
    mean: scores.length > 0 ? sum / scores.length : null,
  };
}

function scoreOf({ status, score }: Entry): number[] {
  const isGraded = status === 'passed' || status === 'failed' || status === 'not-on-roster';
  return isGraded && score !== null ? [score] : [];
}
