// The folder that a command writes into.

import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { WrongUse } from '../wrongUse.ts';

/** No folder can be made where it was asked for. */
class NoFolder extends WrongUse {
  override name = 'NoFolder';
}

/** What `mkdir` says where a file is in the way, at the end of the path or before it, or where nothing can be made at all, as in /proc. */
const WRONG_PLACE = new Set(['EEXIST', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG']);

/** Makes `folder`, and those around it, where they are missing. Throws where it cannot be made or written into, WrongUse where it cannot be a folder. */
export function makeOutFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (WRONG_PLACE.has(code))
      throw new NoFolder(`--out ${folder} is no folder, or lies in a file: name another folder.`, {
        cause: error,
      });
    throw new Error(`--out ${folder} cannot be made (${code}): name another folder.`, { cause: error });
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`--out ${folder} cannot be written into: look at its permissions, or name another.`, {
      cause: error,
    });
  }
}

/** Step by step: `mkdir` with `recursive` never ends in /proc, where a folder is missing and cannot be made. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (isFolder(folder)) return;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    makeFolder(path.dirname(folder));
    mkdirSync(folder);
  }
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}
