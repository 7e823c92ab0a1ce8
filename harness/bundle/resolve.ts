// Which file of a submission an import means.

import path from 'node:path';
import type { Submission } from '../submission.ts';

/** What may be left off or be another in an import: `./a`, `./a.js` and `./a.ts` all mean a.ts; a folder its index. */
const INDEXES = ['index.ts', 'index.js'];
const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '.json', ...INDEXES.map((index) => `/${index}`)];

/** The path, relative to the submission, of the file that `specifier` means in file `from`; null where there is none. */
export function resolveFile(submission: Submission, specifier: string, from: string): string | null {
  return filesMeant(specifier, from).find((file) => submission.files.has(file)) ?? null;
}

/** Every file that a relative `specifier` in file `from` may mean, the likeliest first; none for a package. */
export function filesMeant(specifier: string, from: string): string[] {
  if (!/^\.\.?(\/|$)/.test(specifier)) return [];
  const wanted = path.posix.join(path.posix.dirname(from), specifier);
  if (/(^|\/)\.{0,2}$/.test(specifier)) return INDEXES.map((index) => path.posix.join(wanted, index));
  const stems = [...new Set([wanted, wanted.replace(/\.m?js$/, '')])];
  return stems.flatMap((stem) => ENDINGS.map((ending) => stem + ending));
}
