// What of a student's repository is not theirs to change, and the sha256 of each such file.

import { createHash } from 'node:crypto';
import type { Contents } from './contents.ts';
import { withoutPin } from './pin.ts';

export const MANIFEST_PLACE = '.handgrad/manifest.json';
const MANIFEST_SCHEMA = 'handgrad/manifest/v1';

/** Folders in which a file more counts as a change too. */
export const PROTECTED_FOLDERS = ['.github', 'graders', 'harness', 'reference', 'reports', 'starter'];

/** Files beside them that decide what `npm ci` and `npm run grade` do. */
export const PROTECTED_FILES = [
  '.npmrc', // not in a starter: it could have npm run another program
  'course.yaml',
  'docs/result.schema.json',
  'exercises.test.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** sha256 in hexadecimal by path. */
export type Digests = Map<string, string>;

/** The protected files of a starter. */
export function protectedDigests(contents: Contents): Digests {
  const isProtected = (name: string) =>
    PROTECTED_FILES.includes(name) || PROTECTED_FOLDERS.some((folder) => name.startsWith(`${folder}/`));
  return new Map(
    [...contents].filter(([name]) => isProtected(name)).map(([name, text]) => [name, digestOf(name, text)]),
  );
}

/** The digest of a protected file: of its text with LF at the ends of lines, and in a workflow without the grader's name. */
export function digestOf(name: string, text: string): string {
  const lines = text.replaceAll('\r\n', '\n');
  const compared = name.startsWith('.github/') ? withoutPin(lines) : lines;
  return createHash('sha256').update(compared).digest('hex');
}

/** The manifest that lies in a student's repository. */
export function writeManifest(digests: Digests): string {
  const manifest = { schema: MANIFEST_SCHEMA, files: Object.fromEntries(digests) };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads a manifest back; null for what is none. */
export function readManifest(text: string): Digests | null {
  try {
    const { schema, files } = JSON.parse(text) as { schema?: unknown; files?: unknown };
    if (schema !== MANIFEST_SCHEMA || typeof files !== 'object' || files === null) return null;
    const entries = Object.entries(files).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return new Map(entries);
  } catch {
    return null;
  }
}
