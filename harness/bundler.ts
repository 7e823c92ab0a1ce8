// Bundles in a process of its own, with limits: what a submission does to the bundler ends there, as the student's fault.

import { fork, type ChildProcess } from 'node:child_process';
import type { BundleRequest, Bundling } from './bundle.ts';
import type { Submission } from './submission.ts';

/** An honest exercise takes 20 ms, and a slow, busy machine a hundred times that (ms). */
const TIMEOUT_MS = 10_000;
/** Heap of the bundler's process: a submission of 10 MiB takes a fraction of it (MiB). */
const HEAP_MIB = 512;
/** No bundle may be larger (bytes): the submission's limit, and room for what TypeScript becomes. */
const BUNDLE_LIMIT = 16 * 1024 * 1024;

type Answer = { bundling: Bundling } | { error: string };

/** A bundler that survives what it bundles. Requests wait for each other, and none of a submission is made twice. */
export class Bundler {
  private readonly file: string;
  private process: ChildProcess | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private readonly made = new WeakMap<Submission, Map<string, Promise<Bundling>>>();

  /** `file` is the built process, dist/bundler.mjs. */
  constructor(file: string) {
    this.file = file;
    this.start();
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

  close(): void {
    this.process?.kill('SIGKILL');
    this.process = null;
  }

  private async make(request: BundleRequest): Promise<Bundling> {
    const answer = await this.ask(this.start(), request);
    if (typeof answer === 'string') return refused(request.entry, answer);
    if ('error' in answer) throw new Error(answer.error);
    const { bundling } = answer;
    const tooLarge = bundling.ok && bundling.bundle.code.length > BUNDLE_LIMIT;
    return tooLarge
      ? refused(request.entry, `It becomes more than ${BUNDLE_LIMIT / 1024 / 1024} MiB of code.`)
      : bundling;
  }

  private start(): ChildProcess {
    this.process ??= fork(this.file, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return this.process;
  }

  /** The answer, or why there is none; a process that gave none is replaced. */
  private ask(child: ChildProcess, request: BundleRequest): Promise<Answer | string> {
    return new Promise((resolve) => {
      const settle = (answer: Answer | string) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (typeof answer === 'string') this.close();
        resolve(answer);
      };
      const timer = setTimeout(
        () => settle(`It could not be read within ${TIMEOUT_MS / 1000} s.`),
        TIMEOUT_MS,
      );
      child.once('message', (answer) => settle(answer as Answer));
      const ended = () => settle('It is nested so deeply, or so large, that it cannot be read.');
      child.once('exit', ended);
      child.send(request, (error) => error && ended()); // it had ended before it was asked
    });
  }
}

function refused(file: string, why: string): Bundling {
  const message = `${why} Write it in smaller pieces.`;
  return { ok: false, diagnostics: [{ file, line: 1, column: 1, message, severity: 'error' }] };
}
