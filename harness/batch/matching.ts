// Who on the roster handed what in.

import { foldedId } from './foldedId.ts';
import { groupedBy } from './grouping.ts';
import { newestOf, type HandedIn } from './intake.ts';
import type { Student } from './roster.ts';

export interface Match {
  /** In the order of the roster; null where nothing was handed in. */
  students: { student: Student; handedIn: HandedIn | null }[];
  /** Not on the roster, by id. */
  unlisted: HandedIn[];
}

/**
 * Joins submissions to students by exact id, else without case and surrounding space. Of several that are one student's the
 * newest counts and names the others, on the roster or not; one that is alike to two students is nobody's.
 */
export function matchRoster(students: readonly Student[], handedIn: readonly HandedIn[]): Match {
  const exact = new Set(students.map(({ id }) => id));
  const alike = groupedBy(students, ({ id }) => foldedId(id));
  const ownerOf = ({ id }: HandedIn): string | null => {
    const [first, ...more] = alike.get(foldedId(id)) ?? [];
    return exact.has(id) ? id : first && more.length === 0 ? first.id : null;
  };
  const owned = groupedBy(
    handedIn.filter((each) => ownerOf(each) !== null),
    (each) => ownerOf(each) ?? '',
  );
  const strays = groupedBy(
    handedIn.filter((each) => ownerOf(each) === null),
    ({ id }) => foldedId(id),
  );
  return {
    students: students.map((student) => {
      const own = owned.get(student.id);
      return { student, handedIn: own ? newestOf(own) : null };
    }),
    unlisted: [...strays.values()].map(newestOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
