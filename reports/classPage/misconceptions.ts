// Which mistakes a class shares: who made each, in which exercises.

import type { Entry, ExerciseDigest, Gradebook } from '../../harness/gradebook.ts';
import { tally } from './tally.ts';

export interface Misconception {
  id: string;
  /** In the order of the gradebook. */
  sharers: Entry[];
  /** How many of them made it in an exercise, by its id. */
  byExercise: Map<string, number>;
}

/** The misconceptions of a class, the one that most students share first, those shared by as many by id. */
export function misconceptionsOf({ entries }: Gradebook): Misconception[] {
  const found = new Map<string, Misconception>();
  for (const entry of entries) {
    for (const [id, exercises] of mistakesOf(entry)) {
      const misconception = found.get(id) ?? { id, sharers: [], byExercise: new Map<string, number>() };
      found.set(id, misconception);
      misconception.sharers.push(entry);
      for (const exercise of exercises) tally(misconception.byExercise, exercise);
    }
  }
  return [...found.values()].toSorted(
    (a, b) => b.sharers.length - a.sharers.length || (a.id < b.id ? -1 : 1),
  );
}

/** A misconception's id in words. */
export function inWords(id: string): string {
  return id.replaceAll('-', ' ');
}

/** The misconceptions of one submission, each with the ids of the exercises it is in. */
function mistakesOf({ digest }: Entry): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const exercise of digest?.exercises ?? []) {
    for (const id of namedIn(exercise)) found.set(id, (found.get(id) ?? new Set()).add(exercise.id));
  }
  return found;
}

function namedIn({ checks }: ExerciseDigest): string[] {
  return checks.flatMap(({ status, misconception }) =>
    status === 'passed' || misconception === null ? [] : [misconception],
  );
}
