// What stands between a student's code and this machine, one barrier at a time, for people who set a grader up.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandFor } from './command.ts';
import { StudentProcess } from './host.ts';
import type { Limits } from './limits.ts';
import {
  ALLOW_NAMESPACES,
  isRoot,
  plainMachine,
  probeSandbox,
  tryBubblewrap,
  type Files,
  type Tried,
} from './probe.ts';
import { onPath } from './system.ts';

const run = promisify(execFile);

export interface Barrier {
  name: string;
  holds: boolean;
  /** What was found, and what it keeps in. */
  detail: string;
  /** The command or step that adds it; null where it holds, or where another one's remedy comes first. */
  remedy: string | null;
}

export interface SandboxState {
  /** What `auto` takes, as results name it. */
  auto: string;
  /** What that does not keep in; empty when it holds against attackers. */
  detail: string;
  barriers: Barrier[];
}

/** Tries every barrier by itself, and what `auto` makes of them. */
export async function sandboxState(files: Files, limits: Limits): Promise<SandboxState> {
  const tried = await tryBubblewrap(files, limits);
  const [version, permission, probed] = [
    await bubblewrapVersion(),
    await permissionModel(files, limits),
    await probeSandbox('auto', files, limits),
  ];
  const barriers = [
    bubblewrap(version),
    namespaces(version, tried),
    filter(tried),
    permission,
    prlimit(),
    ...(isRoot() ? [setpriv()] : []),
  ];
  return { auto: probed.name, detail: probed.detail, barriers };
}

/** Null where it is not installed. */
async function bubblewrapVersion(): Promise<string | null> {
  const program = process.platform === 'linux' ? onPath('bwrap') : null;
  if (program === null) return null;
  try {
    return (await run(program, ['--version'])).stdout.trim();
  } catch {
    return 'installed, but does not tell its version';
  }
}

function bubblewrap(version: string | null): Barrier {
  const isLinux = process.platform === 'linux';
  return {
    name: 'bubblewrap',
    holds: version !== null,
    detail: version ?? (isLinux ? 'Not installed.' : `There is none for ${process.platform}.`),
    remedy: version !== null ? null : isLinux ? 'sudo apt-get install bubblewrap' : 'Grade on Linux.',
  };
}

function namespaces(version: string | null, { machine, says }: Tried): Barrier {
  const name = 'namespaces';
  if (version === null) return untried(name);
  const detail = 'No network, no other process, no file but its own: a student process was started so.';
  return machine
    ? { name, holds: true, detail, remedy: null }
    : { name, holds: false, detail: `bubblewrap does not start: ${says}`, remedy: ALLOW_NAMESPACES };
}

function filter({ machine, says }: Tried): Barrier {
  const name = 'seccomp';
  if (machine === null) return untried(name);
  return machine.filtered
    ? {
        name,
        holds: true,
        detail: `System calls are filtered (${machine.filtered}): no sockets, no processes, no young parts of the kernel.`,
        remedy: null,
      }
    : { name, holds: false, detail: says, remedy: 'A kernel with CONFIG_SECCOMP_FILTER, on x64 or arm64.' };
}

function untried(name: string): Barrier {
  return { name, holds: false, detail: 'Not tried: it comes with bubblewrap.', remedy: null };
}

/** What Node's permission model leaves open by itself, by version; docs/security.md says what closes it. */
function holesOf(major: number): string[] {
  return [
    ...(major < 25 ? ['the network'] : []),
    'signals to other processes',
    'links that lead out of an allowed folder',
    ...(major < 22 ? ['a trace file in the working folder'] : []),
  ];
}

async function permissionModel(files: Files, limits: Limits): Promise<Barrier> {
  const { node } = process.versions;
  const holes = holesOf(Number(node.split('.')[0])).join(', ');
  const refused = await refusesWrites(files, limits);
  return {
    name: 'permission',
    holds: refused,
    detail: `Node ${node}'s permission model ${refused ? 'is on' : 'does not work here'}. Alone it leaves open: ${holes}.`,
    remedy: refused ? null : 'Install Node 20.19 or newer.',
  };
}

/** A process that throws where it may write, and ends where there is no model to ask. */
const ASKS = "if (process.permission.has('fs.write')) throw new Error('may write');";

async function refusesWrites(files: Files, limits: Limits): Promise<boolean> {
  const machine = { ...plainMachine('permission', files), setpriv: null }; // which is a barrier of its own
  const student = StudentProcess.start(commandFor(machine, limits), limits);
  try {
    await student.load(ASKS, []);
    return true;
  } catch {
    return false;
  } finally {
    await student.close();
  }
}

function prlimit(): Barrier {
  const program = process.platform === 'linux' ? onPath('prlimit') : null;
  const without = 'Not found: only the heap is limited; buffers may take all memory until the time is up.';
  return {
    name: 'prlimit',
    holds: program !== null,
    detail: program === null ? without : 'Memory, processor time, file size and open files are limited.',
    remedy: program !== null ? null : UTIL_LINUX,
  };
}

function setpriv(): Barrier {
  const program = onPath('setpriv');
  const without = 'Not found: the grader runs as root, and so would the sandbox underneath.';
  return {
    name: 'setpriv',
    holds: program !== null,
    detail: program === null ? without : 'The grader runs as root; the sandbox is entered as nobody.',
    remedy: program !== null ? null : `${UTIL_LINUX}, or grade as an ordinary user`,
  };
}

const UTIL_LINUX = process.platform === 'linux' ? 'sudo apt-get install util-linux' : 'Grade on Linux.';
