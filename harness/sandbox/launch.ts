// Starts the process of a command with its pipes, and no other descriptor.

import { spawn, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { ARGUMENTS_FD, FILTER_FD, STATUS_FD, type Command } from './command.ts';

/** bubblewrap's own environment can be read inside, so it gets the least there is. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', HOME: '/tmp', TZ: 'UTC', LANG: 'C.UTF-8' };

/** Standard output and error, requests and replies. */
const OWN_PIPES = 4;

/** Whether the process leads a group, which ends as a whole; bubblewrap's namespace does that better. */
export function isGrouped({ sandboxArguments }: Command): boolean {
  return sandboxArguments === null && process.platform !== 'win32';
}

/** The process, begun; what is wrong with its start comes as its events. */
export function launch(command: Command): ChildProcess {
  const { sandboxArguments, filter } = command;
  const inputs = new Map<number, string | Buffer>();
  if (sandboxArguments) inputs.set(ARGUMENTS_FD, sandboxArguments.map((word) => `${word}\0`).join(''));
  if (filter) inputs.set(FILTER_FD, filter);
  // Without bubblewrap there is no status: a student's process would write it.
  const count = OWN_PIPES + (sandboxArguments ? 1 : 0) + inputs.size;
  const child = spawn(command.file, command.arguments, {
    env: ENVIRONMENT,
    stdio: ['ignore', ...new Array<'pipe'>(count).fill('pipe')],
    detached: isGrouped(command),
  });
  if (isGrouped(command)) endsWithThisProcess(child);
  if (command.niceness) stepBack(child, command.niceness);
  const pipes: readonly unknown[] = child.stdio;
  for (const stream of child.stdio) stream?.on('error', () => {}); // a pipe to a process that just ended
  for (const [descriptor, input] of inputs) (pipes[descriptor] as Writable | undefined)?.end(input);
  return child;
}

/** At once, so that whatever it starts steps back with it. */
function stepBack({ pid }: ChildProcess, niceness: number): void {
  try {
    if (pid !== undefined) os.setPriority(pid, os.getPriority() + niceness);
  } catch {
    // gone already, or it may not: then all are alike
  }
}

/** Leaders of groups that run just now. */
const leaders = new Set<number>();

/** A loop without end does not see that its pipes are closed: a process that has no namespace to end with is killed. */
function endsWithThisProcess(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (!process.listeners('exit').includes(killGroups)) process.on('exit', killGroups);
  leaders.add(pid);
  child.once('exit', () => leaders.delete(pid));
}

function killGroups(): void {
  for (const pid of leaders) killQuietly(-pid);
}

/** SIGKILL to a process, or to a group when negative; one that is gone already is well. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

/** What bubblewrap tells of itself; null where there is no bubblewrap. */
export function statusOf(child: ChildProcess): Readable | null {
  const pipes: readonly unknown[] = child.stdio;
  return (pipes[STATUS_FD] as Readable | undefined) ?? null;
}
