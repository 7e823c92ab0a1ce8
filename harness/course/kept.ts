// The course's long files, kept as they were read: to parse and validate them takes a fifth of a second of every start.

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
  const place = path.join(root, 'dist', `graders-${path.basename(file, '.yaml')}.json`);
  const kept = keptAt(place);
  if (kept?.of === of) return kept.value;
  const value = readYaml({ file, text }, schema);
  keep(place, { of, value });
  return value;
}

function keptAt(place: string): Kept | null {
  try {
    return JSON.parse(readFileSync(place, 'utf8')) as Kept | null;
  } catch {
    return null;
  }
}

/** In one piece: another process may be reading. */
function keep(place: string, kept: Kept): void {
  try {
    const beside = `${place}.${process.pid}.tmp`;
    writeFileSync(beside, JSON.stringify(kept));
    renameSync(beside, place);
  } catch {
    // a folder of another user's, or a full disk: it is read again next time
  }
}
