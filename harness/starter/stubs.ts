// Sees to it that students are not given answers: exercises/ has to hold the stubs before it goes out.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readStubs, workDigest } from '../grade/notStarted.ts';

/** Why exercises/ should not go to students, in one sentence; null where it holds the stubs. */
export function filledIn(root: string): string | null {
  const stubs = Object.entries(readStubs(root));
  const changed = stubs.find(
    ([name, digest]) => digestAt(path.join(root, 'exercises', name), name) !== digest,
  );
  if (!changed) return null;
  return `exercises/${changed[0]} is not the stub that students start from: put it back first.`;
}

function digestAt(file: string, name: string): string | null {
  return existsSync(file) ? workDigest(name, readFileSync(file, 'utf8')) : null;
}
