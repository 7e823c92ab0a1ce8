// What this machine has: programs, shared libraries, and files as an unprivileged user can reach them.

import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  linkSync,
  mkdtempSync,
  rmSync,
  chmodSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where programs are looked for in an environment without PATH. */
const STANDARD_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin'].join(path.delimiter);

/** The shared libraries that the loader names for a binary; a static one has none. */
export async function librariesOf(binary: string): Promise<string[]> {
  try {
    const { stdout } = await run('ldd', [binary]);
    return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
  } catch {
    return [];
  }
}

/** The program's full path, or null where it is not installed. */
export function onPath(program: string): string | null {
  const folders = (process.env.PATH ?? STANDARD_FOLDERS).split(path.delimiter);
  const found = folders
    .map((folder) => path.join(folder, program))
    .find((file) => path.isAbsolute(file) && isExecutable(file));
  return found ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Files as nobody can reach them: root's own folders are closed to nobody, so those are linked or copied to a temporary one. */
export function visibleToNobody(files: string[]): string[] {
  if (files.every(isOpenToAll)) return files;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-sandbox-'));
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return files.map((file) => (isOpenToAll(file) ? file : shareIn(folder, file)));
}

function shareIn(folder: string, file: string): string {
  const shared = path.join(folder, path.basename(file));
  if ((statSync(file).mode & 0o004) === 0) {
    copyFileSync(file, shared);
    chmodSync(shared, 0o755);
    return shared;
  }
  try {
    linkSync(file, shared);
  } catch {
    copyFileSync(file, shared);
  }
  return shared;
}

/** Whether others may read the file and pass through every folder above it. */
function isOpenToAll(file: string): boolean {
  if ((statSync(file).mode & 0o004) === 0) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
