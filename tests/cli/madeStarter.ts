// A starter that is installed by linking this project's packages, and what lies in it.

import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from './command.ts';

/** A copy of a starter in `folder`, with the packages of this project and what `prepare` builds. */
export function installed(starter: string, folder: string): string {
  const copy = path.join(folder, 'student');
  cpSync(starter, copy, { recursive: true, preserveTimestamps: true });
  linkPackages(copy);
  return copy;
}

/** As `npm ci` leaves a project, without a network. */
export function linkPackages(project: string): void {
  symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
  const isBuilt = (file: string) => !path.basename(file).startsWith('graders-'); // those come and go
  cpSync(path.join(root, 'dist'), path.join(project, 'dist'), { recursive: true, filter: isBuilt });
}

/** The files below a folder, in order, with `/` between folders. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}
