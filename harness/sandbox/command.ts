// The command line that starts a student's process in each mode. docs/architecture.md says what each barrier is for.

import path from 'node:path';
import type { Limits } from './limits.ts';
import { seccompFilter } from './seccomp.ts';
import type { Processor } from './syscalls.ts';

export type SandboxMode = 'bubblewrap' | 'permission' | 'none';

/** What the probe found of this machine, and where the pieces lie. */
export interface Machine {
  mode: SandboxMode;
  node: string;
  /** Shared libraries that the node binary needs. */
  libraries: string[];
  /** The bundled child, one CommonJS file. */
  child: string;
  /** Files that lie beside it: libraries and data that some exercises use. */
  companions: string[];
  prlimit: string | null;
  /** Set where the harness runs as root: a sandbox is entered as nobody. */
  setpriv: string | null;
  bubblewrap: string | null;
  /** Whose system calls are filtered inside bubblewrap; null where there is no filter for it, or none is taken. */
  filtered: Processor | null;
}

export interface Command {
  file: string;
  arguments: string[];
  /** bubblewrap's own arguments, passed through a pipe so that no path of this machine can be read inside. */
  sandboxArguments: string[] | null;
  /** The filter of system calls, passed through a pipe as well. */
  filter: Buffer | null;
  /** How far it steps back behind other processes; by default not at all. */
  niceness?: number;
}

/** The user and group `nobody`, on Linux and inside the sandbox. */
const NOBODY = '65534';
/** Private /tmp and largest file (bytes): enough for a log, too little to fill a disk. */
const SCRATCH_BYTES = 16 * 1024 * 1024;
/** /dev/shm (bytes): bubblewrap's own would be unlimited. */
const SHARED_MEMORY_BYTES = 64 * 1024;
/** Descriptors: the two pipes, standard ones and what Node opens for itself. */
const OPEN_FILES = 128;
/** V8's heap may fill two thirds of the memory limit, so that buffers keep room beside it. */
const HEAP_SHARE = 2 / 3;
/** V8's default stack is kept, so that deep recursion ends as a RangeError that can be told (KiB). */
const STACK_KIB = 984;

/** Pipe descriptors beyond standard ones; 3 and 4 are the frames. */
export const STATUS_FD = 5;
export const ARGUMENTS_FD = 6;
export const FILTER_FD = 7;

/** The whole command, outermost first: prlimit, setpriv, bubblewrap, node. */
export function commandFor(machine: Machine, limits: Limits): Command {
  const inside = machine.mode === 'bubblewrap';
  const words = [
    ...prlimitWords(machine, limits),
    ...setprivWords(machine),
    ...(inside ? bubblewrapWords(machine) : []),
    inside ? '/node' : machine.node,
    ...nodeFlags(machine, limits),
    inside ? '/job/child.cjs' : machine.child,
  ];
  return {
    file: words[0] ?? machine.node,
    arguments: words.slice(1),
    sandboxArguments: inside ? sandboxArguments(machine) : null,
    filter: inside && machine.filtered ? seccompFilter(machine.filtered) : null,
  };
}

/** RLIMIT_DATA is the memory limit that works: RLIMIT_AS would stop Node 20 from starting below 12 GB. */
function prlimitWords({ prlimit }: Machine, limits: Limits): string[] {
  if (prlimit === null) return [];
  const cpuSeconds = Math.ceil((2 * limits.exerciseMs) / 1000);
  return [
    prlimit,
    `--data=${limits.memoryBytes}`,
    '--core=0',
    `--cpu=${cpuSeconds}`,
    `--fsize=${SCRATCH_BYTES}`,
    `--nofile=${OPEN_FILES}`,
  ];
}

/** Without this, a student's process would be root, and the nobody of bubblewrap root underneath. */
function setprivWords({ setpriv }: Machine): string[] {
  if (setpriv === null) return [];
  const drop = ['--clear-groups', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];
  return [setpriv, `--reuid=${NOBODY}`, `--regid=${NOBODY}`, ...drop];
}

function bubblewrapWords({ bubblewrap }: Machine): string[] {
  return [bubblewrap ?? 'bwrap', '--json-status-fd', String(STATUS_FD), '--args', String(ARGUMENTS_FD), '--'];
}

/** Where the child finds the companion of this name. */
export function pathInside({ mode, companions }: Machine, name: string): string {
  if (mode === 'bubblewrap') return `/job/${name}`;
  return companions.find((file) => path.basename(file) === name) ?? name;
}

function sandboxArguments({ libraries, node, child, companions, filtered }: Machine): string[] {
  return [
    ...[
      '--unshare-user',
      '--unshare-ipc',
      '--unshare-pid',
      '--unshare-net',
      '--unshare-uts',
      '--unshare-cgroup-try',
    ],
    ...['--disable-userns', '--uid', NOBODY, '--gid', NOBODY, '--hostname', 'sandbox'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...['--clearenv', '--setenv', 'HOME', '/tmp', '--setenv', 'TZ', 'UTC', '--setenv', 'LANG', 'C.UTF-8'],
    ...libraries.flatMap((library) => ['--ro-bind', library, library]),
    ...['--ro-bind', node, '/node', '--ro-bind', child, '/job/child.cjs'],
    ...companions.flatMap((file) => ['--ro-bind', file, `/job/${path.basename(file)}`]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', String(SHARED_MEMORY_BYTES), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--size', String(SCRATCH_BYTES), '--tmpfs', '/tmp', '--remount-ro', '/', '--chdir', '/tmp'],
    ...(filtered ? ['--seccomp', String(FILTER_FD)] : []),
  ];
}

function nodeFlags({ mode, child, companions }: Machine, limits: Limits): string[] {
  const heapMiB = Math.floor((limits.memoryBytes * HEAP_SHARE) / 1024 / 1024);
  const always = [
    ...[`--max-old-space-size=${heapMiB}`, `--stack-size=${STACK_KIB}`],
    ...['--single-threaded-gc', '--no-warnings'],
  ];
  if (mode === 'none') return always;
  const readable = mode === 'bubblewrap' ? ['/job/'] : [child, ...companions];
  const reads = readable.map((file) => `--allow-fs-read=${file}`);
  return [...permissionFlags(), ...reads, '--no-addons', ...always];
}

/** As this Node spells them: the permission model came out of its trial, and sqlite and the switch for SIGUSR1 came, one by one. */
function permissionFlags(): string[] {
  const known = process.allowedNodeEnvironmentFlags;
  return [
    known.has('--permission') ? '--permission' : '--experimental-permission',
    '--no-global-search-paths',
    ...['--no-experimental-sqlite', '--disable-sigusr1'].filter((flag) => known.has(flag)),
  ];
}
