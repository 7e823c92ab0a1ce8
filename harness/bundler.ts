// Bundles in a process of its own, with limits: what a submission does to the bundler ends there, as the student's fault.

import { fork, type ChildProcess } from 'node:child_process';
import type { BundleRequest, Bundling } from './bundle.ts';
import { offline } from './offline.ts';
import type { Submission } from './submission.ts';

/** An honest exercise takes 20 ms, and a slow, busy machine a hundred times that (ms). */
const TIMEOUT_MS = 10_000;
/** Its first answer may take so many times as long: it has rolldown to load, beside whatever else starts with a command. */
const START_FACTOR = 2;
/**
 * With its start, a file of one line takes half a second, a twentieth of the limit. Where it takes more than this share, the
 * machine has so much else to do that the limit says nothing, and a file gets several times as long.
 */
const BUSY_SHARE = 0.2;
const BUSY_FACTOR = 6;
const ONE_LINE: BundleRequest = {
  submission: {
    ...{ id: '', sha256: '', refused: new Map(), problem: null },
    files: new Map([['line.ts', 'export {};']]),
  },
  entry: 'line.ts',
  libraries: [],
};
/** Heap of the bundler's process: a submission of 10 MiB takes a fraction of it (MiB). */
const HEAP_MIB = 512;
/** No bundle may be larger (bytes): the submission's limit, and room for what TypeScript becomes. */
const BUNDLE_LIMIT = 16 * 1024 * 1024;

const TOO_LONG = `It could not be read within ${TIMEOUT_MS / 1000} s.`;
const BUSY = 'this machine was too busy to read it: grade it again when less runs beside it';
const NESTED = 'It is nested so deeply, or so large, that it cannot be read.';

type Answer = { bundling: Bundling } | { error: string };

/** A bundler that survives what it bundles. Requests wait for each other, and none of a submission is made twice. */
export class Bundler {
  private readonly file: string;
  private readonly timeoutMs: number;
  private child: ChildProcess | null = null;
  /** Whether the process has answered: one that is only starting has longer for its first answer. */
  private isWarm = false;
  private isClosed = false;
  private last: Promise<unknown> = Promise.resolve();
  private readonly made = new WeakMap<Submission, Map<string, Promise<Bundling>>>();

  /** `file` is the built process, dist/bundler.mjs. */
  constructor(file: string, timeoutMs = TIMEOUT_MS) {
    this.file = file;
    this.timeoutMs = timeoutMs;
    process.on('exit', this.drop); // one that is at work would not see that this process has ended
  }

  /** Starts the process, so that it is ready when the first request comes, which would start it as well. */
  start(): void {
    this.started();
  }

  /** Bundles one exercise; a bundler that crashes or does not end is told as a diagnostic. Rejects for faults of ours. */
  bundle(request: BundleRequest): Promise<Bundling> {
    const { submission, entry, libraries } = request;
    const made = this.made.get(submission) ?? new Map<string, Promise<Bundling>>();
    this.made.set(submission, made);
    const key = [entry, ...libraries].join('\0');
    const known = made.get(key);
    if (known) return known;
    const bundling = this.last.then(() => this.make(request));
    made.set(key, bundling);
    this.last = bundling.catch(() => made.delete(key)); // a fault of ours need not come again
    return bundling;
  }

  /** Ends the process; requests that wait are rejected. */
  close(): void {
    this.isClosed = true;
    process.off('exit', this.drop);
    this.drop();
  }

  private async make(request: BundleRequest): Promise<Bundling> {
    const answer = await this.answerTo(request);
    if (typeof answer === 'string') return refused(request.entry, answer);
    if ('error' in answer) throw new Error(answer.error);
    const { bundling } = answer;
    const tooLarge = bundling.ok && bundling.bundle.code.length > BUNDLE_LIMIT;
    return tooLarge
      ? refused(request.entry, `It becomes more than ${BUNDLE_LIMIT / 1024 / 1024} MiB of code.`)
      : bundling;
  }

  /** The answer, or what is wrong with the file. Rejects where the machine is at fault. */
  private async answerTo(request: BundleRequest): Promise<Answer | string> {
    // What ended one process may have come from outside; what ends two is the file.
    const answer = (await this.ask(request)) ?? (await this.ask(request)) ?? NESTED;
    if (answer !== TOO_LONG || !(await this.isMachineBusy())) return answer;
    const later = (await this.ask(request, BUSY_FACTOR * this.timeoutMs)) ?? NESTED;
    if (later === TOO_LONG) throw new Error(BUSY);
    return later;
  }

  private async isMachineBusy(): Promise<boolean> {
    const asked = performance.now();
    const answer = await this.ask(ONE_LINE);
    return typeof answer === 'string' || performance.now() - asked > BUSY_SHARE * this.timeoutMs;
  }

  private started(): ChildProcess {
    if (this.isClosed) throw new Error('The bundler was closed before it was done.');
    if (this.child) return this.child;
    this.isWarm = false;
    const child = fork(this.file, [], {
      env: offline(),
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.once('exit', () => this.child === child && this.drop());
    this.child = child;
    return child;
  }

  private readonly drop = (): void => {
    this.child?.kill('SIGKILL');
    this.child = null;
  };

  /** The answer, or that it takes too long; null where the process ended. One that gave none is replaced. */
  private ask(request: BundleRequest, timeoutMs = this.timeoutMs): Promise<Answer | string | null> {
    const child = this.started();
    const limit = this.isWarm ? timeoutMs : START_FACTOR * timeoutMs;
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (answer: Answer | string | null) => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        child.off('message', settle).off('exit', ended);
        if (answer !== null && typeof answer === 'object') this.isWarm = true;
        else if (this.child === child) this.drop();
        resolve(answer);
      };
      const ended = () => settle(null);
      // An answer that has come by then is read first.
      const timer = setTimeout(() => setImmediate(settle, TOO_LONG), limit);
      child.once('message', settle).once('exit', ended);
      child.send(request, (error) => error && ended());
    });
  }
}

function refused(file: string, why: string): Bundling {
  const message = `${why} Write it in smaller pieces.`;
  return { ok: false, diagnostics: [{ file, line: 1, column: 1, message, severity: 'error' }] };
}
