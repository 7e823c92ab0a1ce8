import type { Gradebook, Heading } from '../../harness/gradebook.ts';
import { duration, percent } from '../numbers.ts';
import { quantile } from './quantile.ts';
import { nameOf } from './statuses.ts';

interface Time {
  ms: number;
  name: string;
}

/** What times.hbs shows: how long grading each exercise took, of those who began it. */
export function timesView(gradebook: Gradebook) {
  const measured = gradebook.exercises
    .map((heading) => ({ heading, times: timesOf(heading, gradebook) }))
    .filter(({ times }) => times.length > 0);
  const widest = Math.max(0, ...measured.map(({ times }) => at(times, 0.9)));
  return measured.map(({ heading: { id, title }, times }) => {
    const longest = times.at(-1) ?? { ms: 0, name: '' };
    return {
      ...{ id, title, began: times.length },
      median: { words: duration(at(times, 0.5)), percent: percent(at(times, 0.5), widest) },
      most: { words: duration(at(times, 0.9)), percent: percent(at(times, 0.9), widest) },
      longest: { words: duration(longest.ms), name: longest.name },
    };
  });
}

/** Ascending. */
function timesOf(heading: Heading, { entries }: Gradebook): Time[] {
  const times = entries.flatMap((entry) => {
    const exercise = entry.digest?.exercises.find(({ id }) => id === heading.id);
    if (!exercise || exercise.status === 'not-started') return [];
    return [{ ms: exercise.durationMs, name: nameOf(entry) }];
  });
  return times.toSorted((a, b) => a.ms - b.ms);
}

function at(times: Time[], share: number): number {
  return (
    quantile(
      times.map(({ ms }) => ms),
      share,
    ) ?? 0
  );
}
