// Processor time and memory of a command's processes while they live, ours and the students', as Linux tells of them in /proc.

import { existsSync, readFileSync } from 'node:fs';

/** Between two looks (ms): what a process spends after the last look at it is lost, and students' processes are short. */
const LOOK_MS = 50;

/** Ticks a second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;

export type Kind = 'coordinator' | 'grader' | 'bundler' | 'other' | 'student';

/** What was spent up to a moment (ms of processor time), and what is held at it (bytes). */
export interface Reading {
  /** By our own processes. */
  ownMs: number;
  /** By the students' processes, at least: none is seen to its very end. */
  seenStudentMs: number;
  /** By all of this machine but the benchmark itself. */
  machineMs: number;
  /** Resident memory of each of our processes; pages that two share count in both. */
  held: { kind: Kind; bytes: number }[];
}

interface Seen {
  kind: Kind;
  ticks: number;
}

/** Whether this machine tells of its processes, and which started which. */
export function canWatch(): boolean {
  return existsSync(`/proc/self/task/${process.pid}/children`) && existsSync('/proc/stat');
}

/** Looks at a process and all below it until it is stopped. */
export class ProcessWatch {
  private readonly pid: number;
  private readonly timer: NodeJS.Timeout;
  private alive = new Map<string, Seen>();
  private held: Reading['held'] = [];
  private readonly ticks = { own: 0, student: 0 };
  /** The most that one process of a kind has held (bytes). */
  readonly largest = new Map<Kind, number>();
  /** The most that our processes have held together (bytes). */
  mostTogether = 0;

  constructor(pid: number) {
    this.pid = pid;
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  read(): Reading {
    this.look();
    const { user, system } = process.cpuUsage();
    return {
      ownMs: (1000 * this.ticks.own) / TICKS,
      seenStudentMs: (1000 * this.ticks.student) / TICKS,
      machineMs: (1000 * machineTicks()) / TICKS - (user + system) / 1000,
      held: this.held,
    };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const before = this.alive;
    this.alive = new Map();
    this.held = [];
    for (let waiting = [this.pid]; waiting.length > 0; waiting = waiting.flatMap(childrenOf))
      for (const pid of waiting) this.lookAt(pid, before);
    const together = this.held.reduce((sum, { bytes }) => sum + bytes, 0);
    this.mostTogether = Math.max(this.mostTogether, together);
  }

  private lookAt(pid: number, before: Map<string, Seen>): void {
    const { ticks, started } = timesOf(pid);
    if (started === '') return; // gone meanwhile
    const key = `${pid} ${started}`; // ids are used again
    const last = before.get(key);
    const kind = pid === this.pid ? 'coordinator' : (kindOf(pid) ?? last?.kind ?? 'other');
    this.alive.set(key, { kind, ticks });
    this.ticks[kind === 'student' ? 'student' : 'own'] += ticks - (last?.ticks ?? 0);
    // A process that is just being started still has its parent's command and memory.
    if (last?.kind === kind) this.weigh(pid, kind);
  }

  private weigh(pid: number, kind: Kind): void {
    const status = read(pid, 'status');
    this.largest.set(kind, Math.max(this.largest.get(kind) ?? 0, bytesOf(status, 'VmHWM')));
    if (kind !== 'student') this.held.push({ kind, bytes: bytesOf(status, 'VmRSS') });
  }
}

/** By its command line; null where it has ended and is not yet waited for. bubblewrap names the student's child in its own. */
function kindOf(pid: number): Kind | null {
  const command = read(pid, 'cmdline');
  if (command === '') return null;
  if (command.includes('child.cjs')) return 'student';
  if (command.includes('bundler.mjs')) return 'bundler';
  return command.includes('--worker') ? 'grader' : 'other';
}

/** Node and bubblewrap start processes from their first thread. */
function childrenOf(pid: number): number[] {
  return read(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** Fields 14, 15 and 22 of its row; the second is its name, which may hold spaces and brackets. */
function timesOf(pid: number): { ticks: number; started: string } {
  const row = read(pid, 'stat');
  const fields = row.slice(row.lastIndexOf(')') + 2).split(' ');
  return { ticks: Number(fields[11]) + Number(fields[12]), started: fields[19] ?? '' };
}

function bytesOf(status: string, name: string): number {
  return 1024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
}

/** Ticks that all processors have worked: user, nice, system, irq and softirq; not idle, iowait or stolen ones. */
function machineTicks(): number {
  const row = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = row.split(/\s+/).slice(1).map(Number);
  return user + nice + system + irq + softirq;
}

/** Nothing of a process that ended meanwhile. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
