// Finds out what this machine can do before anything untrusted runs. Nothing falls back in silence: what was asked for by
// name and does not work is an error, and what `auto` settled for is said in every result.

import os from 'node:os';
import { commandFor, type Machine, type SandboxMode } from './command.ts';
import { StudentProcess } from './host.ts';
import type { Limits } from './limits.ts';
import { hasFilter } from './seccomp.ts';
import { librariesOf, onPath, visibleToNobody } from './system.ts';

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
    const tried = await tryBubblewrap(files, limits);
    if (tried.machine) return describe(tried.machine, tried.says, ...gapsOf(tried.machine));
    const refusal = refusalInWords(tried.says);
    if (choice === 'bubblewrap') throw new SandboxUnavailable(refusal);
    const { machine, says } = await permissionMachine(files, limits);
    return describe(machine, refusal, says);
  }
  if (choice === 'none') return describe(plainMachine(choice, files));
  const { machine, says } = await permissionMachine(files, limits);
  return describe(machine, says);
}

/** As nobody where that works. */
async function permissionMachine(files: Files, limits: Limits): Promise<{ machine: Machine; says: string }> {
  const machine = plainMachine('permission', files);
  if (machine.setpriv === null) return { machine, says: isRoot() ? `${AS_ROOT}.` : '' };
  const refusal = await refusalOf(machine, limits);
  if (refusal === null) return { machine, says: '' };
  return { machine: { ...machine, setpriv: null }, says: `${AS_ROOT} (${refusal}).` };
}

function describe(machine: Machine, ...said: string[]): Probed {
  const detail = [...said, DETAILS[machine.mode]].filter((part) => part !== '').join(' ');
  return { machine, name: NAMES[machine.mode], detail };
}

/** What is missing beside a bubblewrap that works. */
function gapsOf({ prlimit, setpriv }: Machine): string[] {
  return [...(prlimit === null ? [NO_PRLIMIT] : []), ...(setpriv === null && isRoot() ? [NO_SETPRIV] : [])];
}

/** The machine as it runs a student's process without bubblewrap: as nobody where there is a sandbox at all. */
export function plainMachine(mode: SandboxMode, files: Files): Machine {
  const prlimit = process.platform === 'linux' ? onPath('prlimit') : null;
  const setpriv = mode !== 'none' && isRoot() ? onPath('setpriv') : null;
  const needed = [process.execPath, files.child, ...files.companions];
  const [node = process.execPath, child = files.child, ...companions] =
    setpriv === null ? needed : visibleToNobody(needed);
  const none = { libraries: [], bubblewrap: null, filtered: null };
  return { mode, node, child, companions, ...none, prlimit, setpriv };
}

/** What came of starting bubblewrap. */
export interface Tried {
  /** Null where it does not start. */
  machine: Machine | null;
  /** Why it does not start, or starts without a filter of system calls only; empty where all is well. */
  says: string;
}

/** Starts an empty student process the real way: only that proves that it works. */
export async function tryBubblewrap(files: Files, limits: Limits): Promise<Tried> {
  const bubblewrap = process.platform === 'linux' ? onPath('bwrap') : null;
  if (bubblewrap === null) return { machine: null, says: NOT_INSTALLED };
  const machine = await bubblewrapMachine(bubblewrap, files);
  const refusal = await refusalOf(machine, limits);
  if (refusal === null) return { machine, says: machine.filtered ? '' : NO_FILTER };
  const unfiltered = { ...machine, filtered: null };
  if (machine.filtered && (await refusalOf(unfiltered, limits)) === null)
    return { machine: unfiltered, says: `${UNFILTERED}: bubblewrap takes no filter here (${refusal}).` };
  return { machine: null, says: refusal };
}

async function bubblewrapMachine(bubblewrap: string, files: Files): Promise<Machine> {
  const libraries = await librariesOf(process.execPath);
  const filtered = hasFilter(process.arch) ? process.arch : null;
  return { ...plainMachine('bubblewrap', files), libraries, bubblewrap, filtered };
}

/** The last words of a process that does not start; null where it does. */
async function refusalOf(machine: Machine, limits: Limits): Promise<string | null> {
  const student = StudentProcess.start(commandFor(machine, limits), limits);
  try {
    await student.load('', []);
    return null;
  } catch {
    return lastLine(student.output());
  } finally {
    await student.close();
  }
}

function lastLine(output: string): string {
  return output.split('\n').findLast((line) => line.trim() !== '') ?? 'no message';
}

export function isRoot(): boolean {
  return os.userInfo().uid === 0;
}

const NO_PRLIMIT = 'Memory and processor time are not limited: prlimit is not installed.';
const AS_ROOT = 'Student code runs as root: setpriv does not work here';
const NO_SETPRIV = "The sandbox's user is root underneath: setpriv is not installed.";
const NOT_INSTALLED = 'bubblewrap is not installed';
const UNFILTERED = 'System calls are not filtered';
const NO_FILTER = `${UNFILTERED}: there is no filter for ${process.arch} processors.`;

/** The command that lets bubblewrap start on Ubuntu 24.04, which is where it is refused most often. */
export const ALLOW_NAMESPACES = 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0';

function refusalInWords(refusal: string): string {
  if (process.platform !== 'linux') return 'bubblewrap exists on Linux only.';
  if (refusal === NOT_INSTALLED) return `${NOT_INSTALLED}: sudo apt-get install bubblewrap.`;
  return (
    `bubblewrap does not start here (${refusal}); ` +
    `on Ubuntu 24.04 run: ${ALLOW_NAMESPACES}; in a container allow user namespaces.`
  );
}
