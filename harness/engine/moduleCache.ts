// Where Vitest keeps what it makes of graders' modules, so that the next process need not make it again: half a second a start.

import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Vitest's setting of the same name. */
export interface ModuleCache {
  fsModuleCache: boolean;
  fsModuleCachePath?: string;
}

/** What is installed, and how TypeScript is to be read: Vitest's own names for what it keeps say nothing of either. */
const DECIDE = ['node_modules/.package-lock.json', 'tsconfig.json'];

/**
 * A folder in the project at `root` for the packages that are installed in it. Vitest names what it keeps by a hash of source and
 * settings, and empties a folder made for other packages, which could be under another process's hands: so those have their
 * own. Off where the folder cannot be written, as in an image whose files are another user's.
 */
export function moduleCache(root: string): ModuleCache {
  try {
    const hash = createHash('sha256');
    for (const name of DECIDE) hash.update(readFileSync(path.join(root, name)));
    const folder = path.join(root, 'dist', `graders-${hash.digest('hex').slice(0, 16)}`);
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { fsModuleCache: true, fsModuleCachePath: folder };
  } catch {
    return { fsModuleCache: false };
  }
}
