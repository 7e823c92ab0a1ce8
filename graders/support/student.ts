// The student's exercise as graders see it: functions to call in a sandboxed process, and what became of every call.

import {
  commandFor,
  StudentFault,
  StudentProcess,
  type Answer,
  type Argument,
  type CallOptions,
} from '../../harness/sandbox/host.ts';
import type { Job, Script } from '../../harness/job.ts';
import { changedInputs, type Mutation } from './changedInputs.ts';
import { isKept, missingInWords, withOwners } from './exportPath.ts';

/** What a call of a student's function asks for. */
export interface StudentCall extends Pick<CallOptions, 'read' | 'manner' | 'onStep'> {
  /** Whether the function may change what it is given. */
  mayChange?: boolean;
}

/** Sandboxes that are waited for: the first may have met a moment without time, the second says how it is. */
const START_ATTEMPTS = 2;

/** A function that is missing, or not one: a fault found while loading. */
export const MISSING_EXPORT = 'missing-export';

/** One submission's exercise. A process that a fault ended is replaced; a function that ended one is not called again. */
export class Student {
  readonly mutations: Mutation[] = [];
  private readonly job: Job;
  private readonly script: Script;
  private process: StudentProcess | null = null;
  private loading: Promise<void> | null = null;
  private kinds = new Map<string, string>();
  private readonly ended = new Map<string, StudentFault>();
  private loadFault: StudentFault | null = null;
  private readonly unstarted: Error[] = [];
  private printed = '';
  private readonly niceness: number;
  private readonly started = performance.now();

  /** `niceness` is how far its process steps back behind others. */
  constructor(job: Job, { script = job.script, niceness = 0 }: { script?: Script; niceness?: number } = {}) {
    this.job = job;
    this.script = script;
    this.niceness = niceness;
  }

  /** The fault that kept the exercise from loading. */
  get failedToLoad(): StudentFault | null {
    return this.loadFault;
  }

  /** What its processes have printed, one after the other. */
  get output(): string {
    const all = this.printed + (this.process?.output() ?? '');
    const most = this.job.limits.outputKeptBytes;
    return all.length > most
      ? `${all.slice(0, most)}\n[cut: no more than ${most} characters are shown]\n`
      : all;
  }

  /** Starts the process, so that it loads while the grader prepares. */
  start(): void {
    void this.ready().catch(() => {});
  }

  /**
   * Calls `name` with fresh arrays, of which it may change none but those of a function that `mayChange`.
   * Rejects with StudentFault for whatever the student's code does, and with another error only where the sandbox fails.
   */
  async call(name: string, given: Record<string, Argument>, options: StudentCall): Promise<Answer> {
    const known = this.ended.get(name);
    if (known) throw known;
    await this.ready();
    try {
      this.checkExport(name);
      const answer = await this.callInTime(name, given, options);
      if (!options.mayChange) this.mutations.push(...changedInputs(name, given, answer));
      return answer;
    } catch (error) {
      throw this.faultOf(name, error);
    }
  }

  /** Ends the process; what it printed stays. */
  async close(): Promise<void> {
    const { process } = this;
    if (!process) return;
    await process.close();
    this.retire();
  }

  /** A call within its own time and what is left of the exercise's. */
  private async callInTime(
    name: string,
    given: Record<string, Argument>,
    { mayChange = false, ...options }: StudentCall,
  ): Promise<Answer> {
    const { exerciseMs, slowCallsMs } = this.job.limits;
    const callMs = slowCallsMs[name] ?? this.job.limits.callMs;
    const left = exerciseMs - (performance.now() - this.started);
    if (left <= 0) throw usedUp(exerciseMs);
    try {
      const timeoutMs = Math.min(callMs, left);
      return await this.running().call(name, Object.values(given), {
        ...options,
        echo: !mayChange,
        timeoutMs,
      });
    } catch (error) {
      const isUsedUp = left < callMs && error instanceof StudentFault && error.kind === 'timed-out';
      throw isUsedUp ? usedUp(exerciseMs) : error;
    }
  }

  private async ready(): Promise<void> {
    if (this.loadFault) throw this.loadFault;
    const hopeless = this.unstarted[START_ATTEMPTS - 1];
    if (hopeless) throw hopeless;
    if (this.process && !this.process.alive) await this.close();
    this.loading ??= this.load();
    await this.loading;
  }

  private async load(): Promise<void> {
    const { machine, limits, exports, libraries } = this.job;
    const command = { ...commandFor(machine, limits), niceness: this.niceness };
    this.process = StudentProcess.start(command, limits);
    try {
      const names = withOwners(exports);
      const kinds = await this.process.load(this.script.code, names, libraries);
      this.kinds = new Map(names.map((name, index) => [name, kinds[index] ?? 'undefined']));
    } catch (error) {
      if (!isTheirs(error)) {
        const failure = ours(error);
        this.unstarted.push(failure);
        throw failure;
      }
      error.libraries = libraries;
      this.loadFault = error;
      throw error;
    }
  }

  private running(): StudentProcess {
    if (!this.process) throw new Error('no student process');
    return this.process;
  }

  private retire(): void {
    this.printed = this.output;
    this.process = null;
    this.loading = null;
  }

  private checkExport(name: string): void {
    if (isKept(name) || this.kinds.get(name) === 'function') return;
    throw new StudentFault('threw', missingInWords(name, this.kinds, this.job.file), MISSING_EXPORT);
  }

  private faultOf(name: string, error: unknown): Error {
    if (!isTheirs(error)) return ours(error);
    error.calling = name;
    error.exercise = this.job.exercise;
    error.libraries = this.job.libraries;
    if (!this.process?.alive) this.ended.set(name, error);
    return error;
  }
}

function usedUp(exerciseMs: number): StudentFault {
  return new StudentFault('timed-out', `was stopped: the exercise's ${exerciseMs / 1000} s were used up`);
}

/** A fault of the student's code; a sandbox that did not start, or that we closed, is none. */
function isTheirs(error: unknown): error is StudentFault {
  return error instanceof StudentFault && error.kind !== 'unstarted' && error.kind !== 'closed';
}

/** The sandbox's failure, which is never the student's. */
function ours(error: unknown): Error {
  return new Error(`the sandbox failed: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
