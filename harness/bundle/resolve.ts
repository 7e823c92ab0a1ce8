// Which file of a submission an import means.

import path from 'node:path';
import type { Submission } from '../submission.ts';

/** What may be left off or be another in an import: `./a`, `./a.js` and `./a.ts` all mean a.ts; a folder its index. */
const ENDINGS = ['', '.ts', '.mts', '.js', '.mjs', '.json', '/index.ts', '/index.js'];

/** The path, relative to the submission, of the file that `specifier` means in file `from`; null where there is none. */
export function resolveFile(submission: Submission, specifier: string, from: string): string | null {
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return null;
  const wanted = path.posix.join(path.posix.dirname(from), specifier);
  const stems = [wanted, wanted.replace(/\.m?js$/, '')];
  for (const stem of stems) {
    for (const ending of ENDINGS) {
      if (submission.files.has(stem + ending)) return stem + ending;
    }
  }
  return null;
}
