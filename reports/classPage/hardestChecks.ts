// Which checks a class finds hardest: of those who began the exercise, how many did not pass.

import type { Gradebook, Heading } from '../../harness/gradebook.ts';
import type { CheckStatus } from '../../harness/result.ts';
import { tally } from './tally.ts';

export interface HardCheck {
  exercise: Heading;
  title: string;
  /** Who began the exercise and was judged here. */
  began: number;
  notPassed: number;
  /** Of those not passed, whom a fault before kept from being tried. */
  skipped: number;
  /** The misconception most often seen here, and how often; null where none was. */
  commonest: { id: string; count: number } | null;
}

/** The `most` checks that the largest share did not pass, hardest first; checks that everybody passed are none. */
export function hardestChecks(gradebook: Gradebook, most: number): HardCheck[] {
  return gradebook.exercises
    .flatMap((heading) => checksOf(heading, gradebook))
    .filter(({ notPassed }) => notPassed > 0)
    .toSorted((a, b) => b.notPassed / b.began - a.notPassed / a.began || b.notPassed - a.notPassed)
    .slice(0, most);
}

function checksOf(heading: Heading, { entries }: Gradebook): HardCheck[] {
  const begun = entries
    .flatMap(({ digest }) => digest?.exercises.find(({ id }) => id === heading.id) ?? [])
    .filter(({ status }) => status !== 'not-started');
  return heading.checks.map(({ id, title }) => {
    const checks = begun.flatMap((exercise) => {
      const check = exercise.checks.find((one) => one.id === id);
      // An exercise that could not even be loaded may list no checks; what the grader failed at says nothing.
      return (
        check ?? (exercise.status === 'failed' ? { status: 'failed' as const, misconception: null } : [])
      );
    });
    return { exercise: heading, title, ...judged(checks) };
  });
}

function judged(checks: { status: CheckStatus; misconception: string | null }[]) {
  const ours = checks.filter(({ status }) => status === 'errored').length;
  const notPassed = checks.filter(({ status }) => status !== 'passed' && status !== 'errored');
  return {
    began: checks.length - ours,
    notPassed: notPassed.length,
    skipped: notPassed.filter(({ status }) => status === 'skipped').length,
    commonest: commonestOf(notPassed),
  };
}

function commonestOf(checks: { misconception: string | null }[]): HardCheck['commonest'] {
  const counts = new Map<string, number>();
  for (const { misconception } of checks) if (misconception !== null) tally(counts, misconception);
  const [first] = [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return first ? { id: first[0], count: first[1] } : null;
}
