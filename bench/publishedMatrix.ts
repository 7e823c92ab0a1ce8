// The project with ml-matrix as it is published: what students' code costs by itself, which the sandbox's faster copy hides.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
/** What a copy builds or links for itself, or does without. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.git', path.join('reports', 'out')]);

/** Has `run` use a copy of the project that hands students the package unchanged; the copy is built before, and removed after. */
export async function withPublishedMatrix<T>(run: (root: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'handgrad-published-'));
  try {
    cpSync(root, copy, {
      recursive: true,
      filter: (file) => !LEFT_OUT.has(path.relative(root, file)),
    });
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    writeFileSync(path.join(copy, 'harness/fasterMatrix.mjs'), 'export const fasterMatrix = null;\n');
    execFileSync(process.execPath, ['harness/build.mjs'], { cwd: copy });
    return await run(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
