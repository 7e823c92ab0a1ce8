// Points that an instructor gives in place of what is graded, from overrides.yaml.

import { findExercise, pointsOf, type ExerciseSpec } from '../course.ts';
import { textOfFile } from '../course/instructor.ts';
import { overridesSchema } from '../course/schemas.ts';
import { CourseError, openYaml, type YamlFile } from '../course/yaml.ts';
import { foldedId } from './foldedId.ts';
import { groupedBy } from './grouping.ts';

/** One entry of the file. */
export interface GivenPoints {
  /** As the file names the student; `overridesById` finds who that is. */
  student: string;
  /** The stem of the exercise. */
  exercise: string;
  points: number;
  reason: string;
  /** Where it stands, such as `overrides.yaml:3:3`. */
  at: string;
}

/** Reads the overrides in `file`; null means that there are none. Throws CourseError with file, line and column for each fault. */
export function readOverrides(file: string | null, course: { exercises: ExerciseSpec[] }): GivenPoints[] {
  if (file === null) return [];
  const read = openYaml({ file, text: textOfFile(file) }, overridesSchema);
  const entries = ((read.value ?? []) as RawEntry[]).map((entry, index) =>
    givenPoints(read, course, entry, index),
  );
  const given = entries.filter((entry) => typeof entry !== 'string');
  const faults = [...entries.filter((entry) => typeof entry === 'string'), ...repeats(given)];
  if (faults.length > 0) throw new CourseError(faults.join('\n'));
  return given;
}

/**
 * The overrides by id of student. A name stands for the id that it is exactly, else for the only one that it is without case and
 * surrounding space. `faults` says, one sentence each, where nobody is called so or a student has two for one exercise.
 */
export function overridesById(
  given: readonly GivenPoints[],
  ids: readonly string[],
): { byId: Map<string, GivenPoints[]>; faults: string[] } {
  const exact = new Set(ids);
  const loose = groupedBy([...exact], foldedId);
  const idOf = ({ student }: GivenPoints) => {
    if (exact.has(student)) return student;
    const [found, ...others] = loose.get(foldedId(student)) ?? [];
    return others.length === 0 ? (found ?? null) : null;
  };
  const known = given.map((points) => ({ ...points, id: idOf(points) }));
  const nobody = known
    .filter(({ id }) => id === null)
    .map(({ student, at }) => `${at}: there is no student ${JSON.stringify(student)} in this class.`);
  const found = known.flatMap(({ id, ...points }) => (id === null ? [] : [{ ...points, student: id }]));
  return { byId: groupedBy(found, ({ student }) => student), faults: [...nobody, ...repeats(found)] };
}

interface RawEntry {
  points: number;
  reason: string;
}

function givenPoints(
  { at, written }: YamlFile,
  course: { exercises: ExerciseSpec[] },
  { points, reason }: RawEntry,
  index: number,
): GivenPoints | string {
  const name = written(index, 'exercise');
  const exercise = findExercise(course, name.trim());
  if (exercise === null) {
    const known = course.exercises.map(({ id }) => id).join(', ');
    return `${at(index, 'exercise')}: there is no exercise ${JSON.stringify(name)}; there are ${known}.`;
  }
  const most = pointsOf(exercise);
  if (points > most)
    return `${at(index, 'points')}: ${points} points are given for ${exercise.id}, which has ${most}.`;
  const student = written(index, 'student').trim();
  if (student === '') return `${at(index, 'student')}: a student's id is expected here.`;
  return { student, exercise: exercise.id, points, reason: reason.trim(), at: at(index) };
}

/** One sentence for each entry that gives a student points for an exercise which an entry before it has given. */
function repeats(given: readonly GivenPoints[]): string[] {
  const same = groupedBy(given, ({ student, exercise }) => JSON.stringify([student, exercise]));
  return [...same.values()].flatMap(([first, ...others]) =>
    others.map(
      ({ at, student, exercise }) =>
        `${at}: ${student} has points for ${exercise} already, at ${first?.at}; keep one of the two.`,
    ),
  );
}
