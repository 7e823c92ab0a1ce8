import type { Gradebook } from '../../harness/gradebook.ts';
import { percent } from '../numbers.ts';
import { hardestChecks, type HardCheck } from './hardestChecks.ts';
import { inWords } from './misconceptions.ts';

/** Checks that are shown: what a lesson can take up. */
const MOST = 15;

/** What checks.hbs shows: the hardest checks under their exercises, in the order of the course. */
export function checksView(gradebook: Gradebook) {
  const hardest = hardestChecks(gradebook, MOST);
  return gradebook.exercises.flatMap((exercise, index) => {
    const checks = hardest.filter((check) => check.exercise === exercise);
    if (checks.length === 0) return [];
    return [{ id: exercise.id, title: exercise.title, index, checks: checks.map(checkView) }];
  });
}

function checkView({ title, began, notPassed, skipped, commonest }: HardCheck) {
  const share = percent(notPassed, began);
  return {
    title,
    share: Math.round(share),
    percent: share,
    counted: `${notPassed} of ${began}`,
    skipped: skipped > 0 ? skipped : null,
    commonest: commonest ? { name: inWords(commonest.id), count: commonest.count } : null,
  };
}
