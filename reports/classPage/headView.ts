import type { EntryStatus, Gradebook } from '../../harness/gradebook.ts';
import { count, points } from '../numbers.ts';
import { standingOf, type Standing } from './standing.ts';
import { ENTRY_WORDS, STATUSES } from './statuses.ts';

/** Hundredths of the strip that a status with anybody in it takes at least, so that one of a thousand is seen. */
const THINNEST = 0.6;

/** A mean of scores is not known any better. */
const MEAN_DIGITS = 1;

/** What head.hbs shows: the class, how many of which status, and the middle of the scores. */
export function headView(gradebook: Gradebook) {
  const standing = standingOf(gradebook);
  const { median, mean, scores } = standing;
  return {
    title: gradebook.title,
    handedIn: `${standing.handedIn} of ${count(standing.total, 'student')} handed in`,
    summary: summaryOf(standing),
    statuses: statusViews(standing),
    middle:
      median === null || mean === null
        ? null
        : { median: points(median), mean: String(Number(mean.toFixed(MEAN_DIGITS))) },
    graded: count(scores.length, 'graded submission'),
    maxScore: points(gradebook.maxScore),
  };
}

function summaryOf({ total, handedIn }: Standing): string {
  if (total === 0) return 'There is nobody on the roster and nothing was handed in.';
  const waiting = total - handedIn;
  if (handedIn === 0) return 'Nobody has handed anything in yet.';
  return waiting === 0 ? 'Everybody has handed in.' : `${waiting} ${waiting === 1 ? 'has' : 'have'} not.`;
}

/** Every status that somebody has, with its share of a strip 100 wide. */
function statusViews({ counts, total }: Standing) {
  const present = STATUSES.filter((status) => counts[status] > 0);
  const widths = present.map((status) => Math.max(THINNEST, (100 * counts[status]) / total));
  const sum = widths.reduce((all, width) => all + width, 0);
  let left = 0;
  return present.map((status, index) => {
    const width = (100 * (widths[index] ?? 0)) / sum;
    const view = { ...statusView(status, counts[status]), left: left.toFixed(2), width: width.toFixed(2) };
    left += width;
    return view;
  });
}

function statusView(status: EntryStatus, number: number) {
  return { ...ENTRY_WORDS[status], status, count: number };
}
