// What an attack could leave behind on this machine: processes, and files where it would write them.

import { existsSync, lstatSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../command.ts';
import { processesWith } from '../processes.ts';
import type { StrictCourse } from './strictCourse.ts';

/** In the name or the command of whatever a hostile submission makes. */
const MARK = 'handgrad-hostile';
/** What else Node would write for one, under names of its own. */
const OF_NODE = /^(node_trace|Heap|report)\./;
/** Folders in which any attack may try to write. */
const OPEN_FOLDERS = new Set(['/tmp', '/var/tmp', '/dev/shm', os.tmpdir()]);

/** Student processes of this course that run, and programs that one has started. */
export function processesLeft({ mark }: StrictCourse): string[] {
  return [...processesWith(mark), ...processesWith(MARK)].map(({ command }) => command);
}

/** Every file and folder within reach, those of the course with size and time; two snapshots are equal where nothing was written. */
export function snapshot(course: StrictCourse): string[] {
  return [
    ...contentsOf(course.root),
    ...contentsOf(course.scratch),
    ...[...OPEN_FOLDERS].filter((folder) => existsSync(folder)).flatMap(suspectsIn),
    ...[root, os.userInfo().homedir].flatMap(namesIn),
  ];
}

function contentsOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    const found = lstatSync(file);
    return found.isDirectory() ? contentsOf(file) : [`${file} ${found.size} ${found.mtimeMs}`];
  });
}

function suspectsIn(folder: string): string[] {
  return namesIn(folder).filter((file) => file.includes(MARK) || OF_NODE.test(path.basename(file)));
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).map((name) => path.join(folder, name));
}
