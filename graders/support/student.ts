// The student's exercise as graders see it: functions to call in a sandboxed process, and what became of every call.

import {
  commandFor,
  StudentFault,
  StudentProcess,
  type Answer,
  isMade,
  type Argument,
  type CallOptions,
} from '../../harness/sandbox/host.ts';
import type { Job, Script } from '../../harness/job.ts';
import { map, sameShape, type NdArray } from '../../reference/ndarray.ts';
import { isKept, missingInWords, shortName, withOwners } from './exportPath.ts';
import { readEcho } from './read.ts';

/** An input that a function changed, though it may not. */
export interface Mutation {
  function: string;
  /** Which input, such as `params.W2`. */
  input: string;
  before: NdArray;
  /** Null where it is no longer an array of numbers. */
  after: NdArray | null;
  /** Whether it is a tensor that was freed. */
  isDisposed: boolean;
}

/** What a call of a student's function asks for. */
export interface StudentCall extends Pick<CallOptions, 'read' | 'manner' | 'onStep'> {
  /** Whether the function may change what it is given. */
  mayChange?: boolean;
}

/** What the child says of a tensor that was freed. */
const DISPOSED = 'a disposed tensor';

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
      if (!options.mayChange) this.noteMutations(name, given, answer);
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
      if (!isTheirs(error)) throw ours(error);
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

  private noteMutations(name: string, given: Record<string, Argument>, { after }: Answer): void {
    Object.entries(given).forEach(([label, argument], index) => {
      const value = after[index];
      for (const [input, before] of leavesOf(label, argument)) {
        const now = value && valueAt(value, input.split('.').slice(1));
        const tensor = now ? readEcho(now) : null;
        if (!tensor || !isUnchanged(before, tensor))
          this.mutations.push({
            function: shortName(name),
            input,
            before,
            after: tensor,
            isDisposed: now?.kind === 'other' && now.what === DISPOSED,
          });
      }
    });
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

/** Every array of an argument under its name, such as `params.W2`. */
function leavesOf(label: string, argument: Argument): [string, NdArray][] {
  // A number by itself is a copy; one in an object, such as options.steps, is not.
  if (typeof argument === 'number')
    return label.includes('.') ? [[label, { shape: [], data: Float64Array.of(argument) }]] : [];
  if (argument instanceof Int32Array)
    return [[label, { shape: [argument.length], data: Float64Array.from(argument) }]];
  if (isMade(argument)) {
    if (argument.kind === 'rows') return [[label, argument.tensor]];
    if (argument.kind === 'tf') return [[label, map(argument.tensor, Math.fround)]]; // int32 fits, too
    if (argument.kind !== 'typed') return [];
    const { numbers } = argument;
    return [[label, { shape: [numbers.length], data: Float64Array.from(numbers) }]];
  }
  if (argument.data instanceof Float64Array) return [[label, argument as NdArray]];
  return Object.entries(argument as Record<string, Argument>).flatMap(([name, entry]) =>
    leavesOf(`${label}.${name}`, entry),
  );
}

function valueAt(value: Answer['value'], path: string[]): Answer['value'] | undefined {
  return path.reduce<Answer['value'] | undefined>(
    (at, name) => (at?.kind === 'record' ? at.entries.get(name) : undefined),
    value,
  );
}

/** Bit for bit; the inputs hold no NaN. */
function isUnchanged(before: NdArray, after: NdArray): boolean {
  return (
    sameShape(before.shape, after.shape) &&
    before.data.every((value, index) => Object.is(value, after.data[index]))
  );
}
