// Which grader this is: two machines with the same version give a submission the same verdict.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What verdicts rest on: the harness as built, the graders and the reference as written, and the packages. */
const FOLDERS = ['dist', 'graders', 'reference', 'exercises'];
const FILES = ['package-lock.json', 'course.yaml'];

/** What a build leaves beside its code, or a build under way. */
const NO_CODE = /\.(map|tmp)$/;

/** As much of a hash as tells versions apart at a glance (hex digits). */
const LENGTH = 16;

/** A hash of everything that decides a verdict, and Node's major version. */
export function graderVersion(root: string): string {
  const [major] = process.versions.node.split('.');
  const hash = createHash('sha256').update(`node ${major}\n`);
  for (const name of [...FOLDERS.flatMap((folder) => filesBelow(root, folder)), ...FILES]) {
    const bytes = readFileSync(path.join(root, name));
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, LENGTH);
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, name);
      return NO_CODE.test(name) ? [] : [name];
    });
}
