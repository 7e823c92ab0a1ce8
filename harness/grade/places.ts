// An error of ours, told without the places of this machine: a result is handed on, and says nothing of where it was made.

import os from 'node:os';
import path from 'node:path';
import type { ExerciseResult } from '../result.ts';

/** All of an absolute path but its last part, on any system; a space ends it. Neither a web address nor a quotient is one. */
const PLACE = /(?<![\w.)\]/]|\w:(?=\/\/))(?:file:\/\/)?(?:[A-Za-z]:)?[\\/](?:[^\s\\/'"`]+[\\/])+/g;

/** The exercise; where it is errored, paths are those inside the project at `root`, or the names of files alone. */
export function withoutPlaces(exercise: ExerciseResult, root: string): ExerciseResult {
  if (exercise.status !== 'errored') return exercise;
  const told = (message: string | null) => (message === null ? null : withinProject(message, root));
  const checks = exercise.checks.map((check) =>
    check.status === 'errored' ? { ...check, message: told(check.message) } : check,
  );
  return { ...exercise, message: told(exercise.message), checks };
}

/** A message with paths inside the project at `root`, or the names of files alone. */
export function withinProject(message: string, root: string): string {
  // These two may have spaces in them, so they go first.
  const known = [root, os.homedir()].filter((place) => place !== path.parse(place).root);
  return known
    .reduce((text, place) => text.replaceAll(`${place}${path.sep}`, ''), message)
    .replaceAll(PLACE, '');
}
