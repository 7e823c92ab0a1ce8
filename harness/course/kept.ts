// What lies in dist/ from one process to the next, such as the course's long files as they were read: to parse and validate those takes
// a fifth of a second of every start.

import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Schema } from 'ajv';
import { readYaml } from './yaml.ts';

interface Kept {
  /** A hash of the text and the schema that the value was read by. */
  of: string;
  value: unknown;
}

/**
 * The value in `file` of the project at `root`, as `schema` has it. What is kept of it lies in dist/, which every build empties of it;
 * where nothing can be kept, the file is read each time. Throws CourseError with one sentence for each fault.
 */
export function readKept({ root, file }: { root: string; file: string }, schema: Schema): unknown {
  const text = readFileSync(path.join(root, file), 'utf8');
  const of = createHash('sha256')
    .update(JSON.stringify([text, schema]))
    .digest('hex');
  const name = path.basename(file, '.yaml');
  const kept = keptAs(root, name) as Kept | null;
  if (kept?.of === of) return kept.value;
  const value = readYaml({ file, text }, schema);
  keepAs(root, name, { of, value });
  return value;
}

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
