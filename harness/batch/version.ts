// Which grader this is, in one hash: a batch and its workers have to agree on it, or the same work would get two grades.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The code and the data that decide verdicts. Of what is written beside them, reports are made by the batch alone. */
const FOLDERS = ['graders', 'harness', 'reference'];

/** The lock file stands for all packages; the schema is what a result is held against. */
const FILES = ['course.yaml', 'docs/result.schema.json', 'package-lock.json'];

const DECIDES = /\.(ts|mjs|json|ya?ml)$/;

/** Values to test the reference with, which grading does not read. */
const GOLDEN = path.join('reference', 'golden');

/**
 * A hash of the sources and data that decide verdicts, and of Node's major version, which decides what a student's code may use.
 * Sources and not what was built of them: dist/ is built again wherever a source is newer. Neither the processor nor Node's
 * minor version is in it: a class is graded on the machines there are, and every result names its own.
 */
export function graderVersion(root: string): string {
  const [major] = process.versions.node.split('.');
  const hash = createHash('sha256').update(`node ${major}`);
  for (const name of [...FOLDERS.flatMap((folder) => filesIn(root, folder)), ...FILES]) {
    // A checkout on Windows may end its lines otherwise.
    const text = readFileSync(path.join(root, name), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${name.replaceAll(path.sep, '/')}\0${text.length}\0${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => DECIDES.test(name) && !name.startsWith(GOLDEN))
    .toSorted((a, b) => (a < b ? -1 : 1));
}
