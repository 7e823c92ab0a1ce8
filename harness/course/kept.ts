// The course's long files as they were read by an earlier process: to parse and validate them takes a fifth of a second of every start.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Schema } from 'ajv';
import { keepAs, keptAs } from '../kept.ts';
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
