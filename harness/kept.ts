// What lies in dist/ from one process to the next; every build empties dist/ of it.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What an earlier process kept under this name since the last build; null where there is nothing. */
export function keptAs(root: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(placeOf(root, name), 'utf8'));
  } catch {
    return null;
  }
}

/** Keeps a value for processes to come, in one piece: another one may be reading. */
export function keepAs(root: string, name: string, value: unknown): void {
  const place = placeOf(root, name);
  const beside = `${place}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, JSON.stringify(value));
    renameSync(beside, place);
  } catch {
    // a folder of another user's, or a full disk: it is made again next time
  }
}

function placeOf(root: string, name: string): string {
  return path.join(root, 'dist', `graders-${name}.json`);
}
