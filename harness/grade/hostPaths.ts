// Where this project lies, which a result does not tell: compiler and stacks name the files they go through.

import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from '../result.ts';

/**
 * What compiler and student say in a result, without the places at which the project at `root` lies: what was built is shown
 * under /job, as the strictest sandbox has it, and a type by the file that declares it.
 */
export function withoutHost(result: Result, root: string): Result {
  const hidden = hiddenPlaces(root);
  const hide = (text: string) =>
    hidden.reduce(
      (shorter, { place, inside, itself }) =>
        shorter.replaceAll(place, (_, slash: string) => (slash === '' ? itself : inside)),
      text,
    );
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

/** A folder, and what is shown in place of it and of the way into it. */
interface Hidden {
  place: RegExp;
  itself: string;
  inside: string;
}

const FOLDERS = [
  { name: 'dist', itself: '/job', inside: '/job/' },
  { name: 'node_modules', itself: 'node_modules', inside: 'node_modules/' },
  { name: '', itself: '.', inside: '' },
];

/** Inner folders first; as they are written and as they are linked, as paths and as URLs. */
function hiddenPlaces(root: string): Hidden[] {
  return FOLDERS.flatMap(({ name, itself, inside }) => {
    const folder = path.resolve(root, name);
    const places = [folder, existsSync(folder) ? realpathSync(folder) : folder];
    const spellings = places.flatMap((each) => [
      pathToFileURL(each).href,
      each,
      each.replaceAll(path.sep, '/'),
    ]);
    return [...new Set(spellings)].map((each) => ({ place: wholePath(each), itself, inside }));
  });
}

/** A path from its start to a slash or its end: neither the end of another one nor a part of a name. */
function wholePath(place: string): RegExp {
  const escaped = place.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w.\-/\\])(?:file://)?${escaped}([\\/]|(?![\w.\-]))`, 'g');
}
