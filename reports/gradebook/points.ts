// The points of a row as tables show them: nothing handed in is 0, what the grader failed at is nothing at all.

import type { Entry } from '../../harness/gradebook.ts';

/** Null is an empty cell: the grader could not give points, and an import changes nothing. */
export function scoreOf(entry: Entry): number | null {
  return entry.score ?? unscored(entry);
}

/** Points of the bonus exercises. */
export function bonusOf(entry: Entry): number | null {
  return entry.bonus ?? unscored(entry);
}

/** Points of one exercise, overrides counted and lateness not. */
export function exercisePoints(entry: Entry, id: string): number | null {
  return entry.points[id] ?? unscored(entry);
}

function unscored({ status }: Entry): 0 | null {
  return status === 'missing' || status === 'unreadable' ? 0 : null;
}
