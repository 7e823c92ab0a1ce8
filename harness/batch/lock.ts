// One batch at a time in a folder: two that write the same journal would each undo the other.

import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { WrongUse } from '../wrongUse.ts';
import { makeOutFolder } from '../write/outFolder.ts';

/** Another batch is at work in the folder. */
class Locked extends WrongUse {
  override name = 'Locked';
}

/**
 * Makes `folder` where it is missing, and keeps others out of it until the function that it returns is called. Throws WrongUse
 * where another is at work there or a file is in the way.
 */
export function lockFolder(folder: string): () => void {
  makeOutFolder(folder);
  const file = path.join(folder, 'batch.lock');
  try {
    take(file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const holder = readFileSync(file, 'utf8');
    if (isAlive(holder)) {
      throw new Locked(
        `Another batch (process ${Number.parseInt(holder, 10)}) writes to ${folder}: wait for it, or name another folder with --out.`,
      );
    }
    rmSync(file, { force: true }); // of a batch that was cut off
    take(file);
  }
  return () => rmSync(file, { force: true });
}

function take(file: string): void {
  const descriptor = openSync(file, 'wx');
  writeSync(descriptor, `${process.pid} ${startOf(process.pid) ?? ''}`.trim());
  closeSync(descriptor);
}

/** A number that is no process id, as of a file cut off, is nobody's; one that was given anew is not the holder's. */
function isAlive(holder: string): boolean {
  const [pid = Number.NaN, start] = holder.split(' ').map(Number);
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return start === undefined || startOf(pid) === start;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** When a process was started (ticks since the machine was); null where it has ended, or this system does not tell. */
function startOf(pid: number): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  // pid (name) state ppid ...: the name may hold spaces and brackets.
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' ? null : Number(fields[START_FIELD]);
}

/** `starttime`, counted from the state. */
const START_FIELD = 19;

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
