// Finds out what this machine can do before anything untrusted runs. Nothing falls back in silence: what was asked for by
// name and does not work is an error, and what `auto` settled for is said in every result.

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
import { commandFor, type Machine, type SandboxMode } from './command.ts';
import type { Limits } from './limits.ts';
import { StudentProcess } from './host.ts';

export const SANDBOX_CHOICES = ['auto', 'bubblewrap', 'permission', 'none'] as const;
export type SandboxChoice = (typeof SANDBOX_CHOICES)[number];

/** A sandbox asked for by name that does not work here. */
export class SandboxUnavailable extends Error {
  override name = 'SandboxUnavailable';
}

export interface Probed {
  machine: Machine;
  /** As results name it. */
  name: string;
  /** What this sandbox does not keep in, for every report; empty when it holds against attackers. */
  detail: string;
}

/** What the sandbox has to hold: the child and the files beside it. */
export type Files = Pick<Machine, 'child' | 'companions'>;

const run = promisify(execFile);

const NAMES: Record<SandboxMode, string> = {
  bubblewrap: 'bubblewrap+permission',
  permission: 'permission',
  none: 'none',
};

const DETAILS: Record<SandboxMode, string> = {
  bubblewrap: '',
  permission:
    "Node's permission model alone keeps accidents in, not attackers: install bubblewrap on Linux for grades that must stand.",
  none: 'No sandbox: the submission could read and change everything this user can.',
};

/** The strongest sandbox that works here, or the one asked for; throws SandboxUnavailable with the remedy. */
export async function probeSandbox(choice: SandboxChoice, files: Files, limits: Limits): Promise<Probed> {
  if (choice === 'auto' || choice === 'bubblewrap') {
    const refusal = await tryBubblewrap(files, limits);
    if (typeof refusal !== 'string') return describe(refusal);
    if (choice === 'bubblewrap') throw new SandboxUnavailable(refusal);
    return describe(plainMachine('permission', files), refusal);
  }
  return describe(plainMachine(choice, files));
}

function describe(machine: Machine, refusal = ''): Probed {
  const detail = [refusal, DETAILS[machine.mode]].filter((part) => part !== '').join(' ');
  return { machine, name: NAMES[machine.mode], detail };
}

function plainMachine(mode: SandboxMode, files: Files): Machine {
  const prlimit = process.platform === 'linux' ? onPath('prlimit') : null;
  return { mode, node: process.execPath, libraries: [], ...files, prlimit, setpriv: null, bubblewrap: null };
}

/** Starts an empty student process the real way: only that proves that it works. Gives the machine, or why not. */
async function tryBubblewrap(files: Files, limits: Limits): Promise<Machine | string> {
  if (process.platform !== 'linux') return 'bubblewrap exists on Linux only.';
  const bubblewrap = onPath('bwrap');
  if (bubblewrap === null) return 'bubblewrap is not installed: sudo apt-get install bubblewrap.';
  const setpriv = os.userInfo().uid === 0 ? onPath('setpriv') : null;
  const needed = [process.execPath, files.child, ...files.companions];
  const [node = process.execPath, child = files.child, ...companions] =
    setpriv === null ? needed : visibleToNobody(needed);
  const machine: Machine = {
    ...plainMachine('bubblewrap', { child, companions }),
    node,
    libraries: await librariesOf(process.execPath),
    setpriv,
    bubblewrap,
  };
  const student = StudentProcess.start(commandFor(machine, limits), limits);
  try {
    await student.load('', []);
    return machine;
  } catch {
    return `bubblewrap does not start here (${lastLine(student.output())}); ${REMEDY}`;
  } finally {
    await student.close();
  }
}

const REMEDY =
  'on Ubuntu 24.04 run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0; in a container allow user namespaces.';

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? 'no message';
}

/** The shared libraries that the loader names for a binary; a static one has none. */
async function librariesOf(binary: string): Promise<string[]> {
  try {
    const { stdout } = await run('ldd', [binary]);
    return [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
  } catch {
    return [];
  }
}

/** The program's full path, or null where it is not installed. */
function onPath(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/bin', '/usr/sbin'];
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
function visibleToNobody(files: string[]): string[] {
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
