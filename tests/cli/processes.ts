// Processes of this machine, as Linux tells of them in /proc.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Process {
  pid: number;
  command: string;
}

/** Every process of this machine. */
function all(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Every process with these words in its command line; one that has ended has none. */
export function processesWith(words: string): Process[] {
  return all()
    .map(processOf)
    .filter(({ command }) => command.includes(words));
}

/** The parent of every process, by process id. */
export function allParents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of all()) {
    const parent = /^PPid:\s*(\d+)/m.exec(read(pid, 'status'))?.[1];
    if (parent !== undefined) found.set(pid, Number(parent));
  }
  return found;
}

/** Every process that descends from `pid`. */
export function descendantsOf(pid: number): Process[] {
  const children = new Map<number, number[]>();
  for (const [each, parent] of allParents()) children.set(parent, [...(children.get(parent) ?? []), each]);
  const found: number[] = [];
  for (let waiting = [pid]; waiting.length > 0;) {
    waiting = waiting.flatMap((each) => children.get(each) ?? []);
    found.push(...waiting);
  }
  return found.map(processOf);
}

function processOf(pid: number): Process {
  return { pid, command: read(pid, 'cmdline').replaceAll('\0', ' ') };
}

/** Between two looks (ms): what a process has held most is kept by the kernel, so that only its end may be missed. */
const LOOK_MS = 200;

/** The most memory that any process of one command line, below the one watched, has held at once. */
export class PeakMemory {
  private readonly command: string;
  private most = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(command: string) {
    this.command = command;
  }

  watch(pid: number): void {
    this.timer = setInterval(() => {
      for (const { pid: each, command } of descendantsOf(pid))
        if (command.includes(this.command)) this.most = Math.max(this.most, peakMemoryOf(each));
    }, LOOK_MS);
  }

  /** Bytes. Throws where no such process was seen: then nothing is known. */
  stop(): number {
    clearInterval(this.timer);
    if (this.most === 0) throw new Error(`no process with ${this.command} was seen`);
    return this.most;
  }
}

/** The most memory that a process has held at once (bytes); 0 where it is gone. */
function peakMemoryOf(pid: number): number {
  return 1024 * Number(/^VmHWM:\s*(\d+) kB/m.exec(read(pid, 'status'))?.[1] ?? 0);
}

/** Nothing of a process that ended meanwhile. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** The inodes of sockets that listen on TCP, in the kernel's table (its fourth and tenth column). */
function listeningInodes(): Set<string> {
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const cells = rows.map((row) => row.trim().split(/\s+/));
  return new Set(cells.filter(([, , , state]) => state === LISTENING).map((row) => row[9] ?? ''));
}

/** A socket's state in that table. */
const LISTENING = '0A';

/** Whether a process listens on any port, as one with an open inspector does. */
export function isListening(pid: number): boolean {
  const inodes = listeningInodes();
  return readdirSync(`/proc/${pid}/fd`).some((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${name}`))?.[1];
    return inode !== undefined && inodes.has(inode);
  });
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return ''; // closed meanwhile
  }
}
