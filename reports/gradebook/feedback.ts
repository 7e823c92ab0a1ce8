// What a student reads beside a grade in Moodle: a few sentences on one line.

import type { Entry, Gradebook, Heading } from '../../harness/gradebook.ts';
import { besideChanges, changesInWords, sentence } from '../changes.ts';
import { exercisePoints, scoreOf } from './points.ts';

/** Score, lost points, mistakes, overrides, lateness and message of a row, as plain text. */
export function feedbackOf(entry: Entry, { exercises, maxScore }: Gradebook): string {
  const core = exercises.filter(({ bonus }) => !bonus);
  const bonus = exercises.filter(
    (exercise) => exercise.bonus && (exercisePoints(entry, exercise.id) ?? 0) > 0,
  );
  return [
    standing(entry),
    `${scoreOf(entry) ?? 'No'} of ${maxScore} points.`,
    listed(
      'Not all points',
      core.flatMap((exercise) => lostPoints(entry, exercise)),
    ),
    listed('Mistakes', mistakes(entry)),
    listed(
      'Bonus',
      bonus.map(({ id }) => `${id} ${exercisePoints(entry, id)}`),
    ),
    ...changesInWords(entry),
    sentence(besideChanges(entry)),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function standing({ status }: Entry): string {
  if (status === 'missing') return 'Nothing was handed in.';
  return status === 'unreadable' ? 'Nothing of what was handed in could be opened.' : '';
}

function lostPoints(entry: Entry, { id, maxScore }: Heading): string[] {
  const points = exercisePoints(entry, id);
  if (points === null) return [`${id} could not be graded`];
  return points < maxScore && entry.digest !== null ? [`${id} ${points} of ${maxScore}`] : [];
}

/** Each mistake once an exercise, in the words of its id; none where the instructor has judged instead. */
function mistakes({ digest, overrides }: Entry): string[] {
  const judged = new Set(overrides.map(({ exercise }) => exercise));
  const graded = (digest?.exercises ?? []).filter(({ id }) => !judged.has(id));
  return graded.flatMap(({ id, checks }) => {
    const named = checks.flatMap(({ misconception }) => (misconception === null ? [] : [misconception]));
    return [...new Set(named)].map((mistake) => `${mistake.replaceAll('-', ' ')} in ${id}`);
  });
}

function listed(title: string, items: string[]): string {
  return items.length === 0 ? '' : `${title}: ${items.join(', ')}.`;
}
