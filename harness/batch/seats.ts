// Who is graded: every student of the roster, with what was handed in, and whatever else was handed in.

import { folderNamesOf, isCaseKeptIn } from './folderName.ts';
import type { HandedIn } from './intake.ts';
import { matchRoster } from './matching.ts';
import type { Student } from './roster.ts';

export interface Seat extends Student {
  /** On the roster, or there is none. */
  isExpected: boolean;
  handedIn: HandedIn | null;
  /** Null where that is not known. */
  submittedAt: Date | null;
  /** For its reports, such as `submissions/ada`. */
  folder: string;
}

/**
 * The seats in the order of the roster, then what is not on it by id; `students` is null where there is no roster. `times`
 * are those of a worksheet, by id: they count before the date of a commit, which its author writes. Reports go into `out`.
 */
export function seatsOf(
  students: readonly Student[] | null,
  handedIn: readonly HandedIn[],
  { times, out }: { times: ReadonlyMap<string, Date>; out: string },
): Seat[] {
  const { students: listed, unlisted } = matchRoster(students ?? [], handedIn);
  const all = [
    ...listed.map(({ student, handedIn: own }) => ({ ...student, isExpected: true, handedIn: own })),
    ...unlisted.map((own) => ({
      ...{ id: own.id, name: own.name, email: '', group: '' },
      isExpected: students === null,
      handedIn: own,
    })),
  ];
  const names = folderNamesOf(
    all.map(({ id }) => id),
    () => isCaseKeptIn(out),
  );
  return all.map((seat) => ({
    ...seat,
    name: seat.name === '' ? (seat.handedIn?.name ?? '') : seat.name,
    submittedAt: times.get(seat.handedIn?.id ?? seat.id) ?? seat.handedIn?.submittedAt ?? null,
    folder: `submissions/${names.get(seat.id) ?? ''}`,
  }));
}
