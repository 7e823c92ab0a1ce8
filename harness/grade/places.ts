// An error of ours, told without the places of this machine: a result is handed on, and says nothing of where it was made.

import { existsSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExerciseResult, Result } from '../result.ts';

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

/**
 * What compiler and student say in a result, without the places at which the project at `root` lies: a stack goes through what
 * was built, which the sandbox has under /job, and a type is told by the file that declares it.
 */
export function withoutHost(result: Result, root: string): Result {
  const hidden = hiddenPlaces(root);
  const hide = (text: string) =>
    hidden.reduce((shorter, [place, shown]) => shorter.replaceAll(place, shown), text);
  const told = <T extends { message: string | null }>(each: T): T => ({
    ...each,
    message: each.message === null ? null : hide(each.message),
  });
  const exercises = result.exercises.map((exercise) => ({
    ...told(exercise),
    output: hide(exercise.output),
    diagnostics: exercise.diagnostics.map(told),
    checks: exercise.checks.map(told),
  }));
  return { ...result, exercises };
}

/** Folders with what is shown in their place, inner ones first; as they are written, as they are linked, and with any slash. */
function hiddenPlaces(root: string): [place: string, shown: string][] {
  const inner = { dist: '/job/', node_modules: 'node_modules/', '.': '' };
  return Object.entries(inner).flatMap(([name, shown]) => {
    const folder = path.join(root, name);
    const real = existsSync(folder) ? realpathSync(folder) : folder;
    const places = [folder, real].filter((place) => place !== path.parse(place).root);
    const spellings = places.flatMap((place) => [place + path.sep, `${place.replaceAll(path.sep, '/')}/`]);
    return spellings.map((place): [string, string] => [place, shown]);
  });
}
