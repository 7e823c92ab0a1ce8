// The exercises that a command's words name.

import { findExercise, type Course, type ExerciseSpec } from '../course.ts';
import { UsageError } from './usage.ts';

/** Those named, in the order of the course; all of them where none is. Throws UsageError for a name that there is not. */
export function chosenExercises(course: Course, names: readonly string[]): ExerciseSpec[] {
  const chosen = names.map((name) => {
    const found = findExercise(course, name);
    const known = course.exercises.map(({ id }) => id).join(', ');
    if (!found) throw new UsageError(`There is no exercise "${name}": there are ${known}.`);
    return found;
  });
  return chosen.length === 0
    ? course.exercises
    : course.exercises.filter((exercise) => chosen.includes(exercise));
}
