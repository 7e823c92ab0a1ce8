// Where Vitest keeps what it makes of graders' modules, so that the next process need not make it again: half a second a start.

import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Vitest's setting of the same name. */
export interface ModuleCache {
  fsModuleCache: boolean;
  fsModuleCachePath?: string;
}

/**
 * A folder in the project at `root` for the packages that are installed in it. Vitest names what it keeps by a hash of source and
 * settings, and empties a folder made for other packages, which could be under another process's hands: so those have their
 * own. Off where the folder cannot be written, as in an image whose files are another user's.
 */
export function moduleCache(root: string): ModuleCache {
  try {
    const installed = readFileSync(path.join(root, 'node_modules', '.package-lock.json'));
    const packages = createHash('sha256').update(installed).digest('hex').slice(0, 16);
    const folder = path.join(root, 'dist', `graders-${packages}`);
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { fsModuleCache: true, fsModuleCachePath: folder };
  } catch {
    return { fsModuleCache: false };
  }
}
