// Reads the project's tree as it lies on disk, committed or not, and says what is out of place in a tree.

import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The stem is the one group that matches; of graders/ only the graders have one, its YAML is about all of them. */
const stemOf = /^(?:(?:exercises|solutions)\/([^/]+)\.(?:ts|yaml)|graders\/([^/]+)\.grade\.ts)$/;

/** Not ours to judge: fetched, generated, or wrong on purpose. */
const notOurs = new Set(['node_modules', '.git', 'dist', 'reports/out', 'tests/submissions']);

/** A folder is a stage or a trust level; these names say a kind. */
const kinds = new Set(['utils', 'helpers', 'types', 'common', 'misc']);

/** The project's files by their path from the root, with `/` on every system, sorted. */
export function filesOf(root: string, folder = ''): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (notOurs.has(path)) return [];
      return entry.isDirectory() ? filesOf(root, path) : [path];
    })
    .toSorted();
}

/** The folders on the way to `files` whose name says a kind. */
export function foldersNamedForAKind(files: string[]): string[] {
  const found = files.filter((file) =>
    posix
      .dirname(file)
      .split('/')
      .some((name) => kinds.has(name)),
  );
  return [...new Set(found.map((file) => posix.dirname(file)))];
}

/** The files that a stem wants and `files` lacks, such as `solutions/02-backward.ts`, whichever of its three is there. */
export function missingTwins(files: string[]): string[] {
  const wanted = files.flatMap((file) => {
    const stem = stemOf.exec(file)?.slice(1).join('');
    if (!stem) return [];
    // A stem is code, or answers in YAML; either of exercise and solution tells.
    const answers = files.includes(`exercises/${stem}.yaml`) || files.includes(`solutions/${stem}.yaml`);
    const name = `${stem}.${answers ? 'yaml' : 'ts'}`;
    return [`exercises/${name}`, `solutions/${name}`, `graders/${stem}.grade.ts`];
  });
  return [...new Set(wanted)].filter((file) => !files.includes(file)).toSorted();
}
