// The trusted side of the sandbox: starts a student's process, sends it requests, and takes nothing from it but numbers.

import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Command } from './command.ts';
import { StudentFault } from './fault.ts';
import { isGrouped, killQuietly, launch, statusOf } from './launch.ts';
import type { Limits } from './limits.ts';
import { CappedOutput } from './output.ts';
import {
  encodeFrame,
  FrameReader,
  READY,
  REPLY_LIMITS,
  type Argument,
  type Frame,
  type Manner,
  type Request,
} from './protocol.ts';
import { readReply, writeArguments, type Answer, type Step } from './values.ts';

export { commandFor, pathInside, type Machine } from './command.ts';
export { StudentFault } from './fault.ts';
export type { Limits } from './limits.ts';
export type { Argument, Manner } from './protocol.ts';
export { isMade, type Answer, type Step, type Value } from './values.ts';

/** bubblewrap ends this long after its init, at the latest (ms); it takes some 15. */
const GRACE_MS = 1000;

/** What has come by the end of a call's time is read first: this process may itself have been at work, and looked late (ms). */
const DRAIN_MS = 100;

/** Calls of a listener that are taken from one call (the child passes on ten a second); more are an attack. */
const STEPS_LIMIT = 20_000;

/** What a call asks for beside its name and arguments. */
export interface CallOptions {
  /** The entries wanted of a returned object; null wants the value itself. */
  read: string[] | null;
  /** Whether the arguments are wanted back, as they are after the call. */
  echo?: boolean;
  manner?: Manner;
  /** Told of the calls of a listener among the arguments; whatever it is told, it may only show. */
  onStep?: ((step: Step) => void) | undefined;
  /** Wall time (ms). */
  timeoutMs?: number;
}

interface Pending {
  id: number;
  steps: number;
  onStep: ((step: Step) => void) | undefined;
  resolve(answer: Answer): void;
  reject(fault: StudentFault): void;
}

/** One student process. Requests go one at a time; after a fault that ends it, `alive` is false. */
export class StudentProcess {
  private readonly child: ChildProcess;
  private readonly limits: Limits;
  /** Whether it leads a process group, which ends as a whole. */
  private readonly grouped: boolean;
  private readonly captured: CappedOutput;
  private readonly ended: Promise<void>;
  private innerPid: number | null = null;
  private pending: Pending | null = null;
  private fatal: StudentFault | null = null;
  private lastId = 0;
  /** Set by the child's first frame, sent when the libraries are loaded and no code of the student's has run. */
  private started = false;

  private constructor(child: ChildProcess, limits: Limits, grouped: boolean) {
    this.child = child;
    this.grouped = grouped;
    this.limits = limits;
    this.captured = new CappedOutput(limits, () => this.stop(StudentFault.flood(limits)));
    this.ended = new Promise((resolve) => void child.once('close', () => resolve()));
  }

  /** Starts a process; faults of starting come with the first request. */
  static start(command: Command, limits: Limits): StudentProcess {
    const student = new StudentProcess(launch(command), limits, isGrouped(command));
    student.listen();
    return student;
  }

  get alive(): boolean {
    return this.fatal === null;
  }

  /** Runs the bundle, which may use `libraries`, and tells, for each name, the `typeof` of the export. */
  async load(code: string, names: string[], libraries: string[] = []): Promise<string[]> {
    const request: Request = { id: ++this.lastId, op: 'load', code, names, libraries };
    const answer = await this.request(request, [], { timeoutMs: this.limits.loadMs });
    if (answer.kinds.length !== names.length) {
      this.stop(StudentFault.malformed());
      throw StudentFault.malformed();
    }
    return answer.kinds;
  }

  /** Calls an exported function with fresh arrays. Rejects with StudentFault, and with nothing else. */
  call(name: string, given: readonly Argument[], options: CallOptions): Promise<Answer> {
    const { shapes, chunks } = writeArguments(given);
    const { read, echo = false, manner = 'once', timeoutMs = this.limits.callMs, onStep } = options;
    const request: Request = {
      id: ++this.lastId,
      op: 'call',
      name,
      arguments: shapes,
      manner,
      read,
      echo,
    };
    return this.request(request, chunks, { timeoutMs, onStep });
  }

  /** What the process has printed so far, cut at the limit. */
  output(): string {
    return this.captured.text();
  }

  /** Ends the process and everything it started, and waits until it is gone. */
  async close(): Promise<void> {
    this.stop(StudentFault.closed());
    await this.ended;
  }

  private request(
    request: Request,
    chunks: ArrayLike<number>[],
    { timeoutMs, onStep }: { timeoutMs: number; onStep?: ((step: Step) => void) | undefined },
  ): Promise<Answer> {
    if (this.fatal) return Promise.reject(this.fatal);
    return new Promise((resolve, reject) => {
      let timer = setTimeout(() => {
        timer = setTimeout(() => this.expire(timeoutMs), DRAIN_MS);
      }, timeoutMs);
      const settle = () => {
        clearTimeout(timer);
        this.pending = null;
      };
      this.pending = {
        id: request.id,
        steps: 0,
        onStep,
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (fault) => {
          settle();
          reject(fault);
        },
      };
      (this.child.stdio[3] as Writable).write(encodeFrame(request, chunks));
    });
  }

  /** Whose time it was: without its first frame no code of the student's has run. */
  private expire(timeoutMs: number): void {
    this.stop(
      this.started
        ? StudentFault.timeout(timeoutMs)
        : StudentFault.unstarted(`it was not there within ${timeoutMs / 1000} s`),
    );
  }

  private listen(): void {
    const { stdio } = this.child;
    this.captured.listen(stdio[1] as Readable);
    this.captured.listen(stdio[2] as Readable);
    const frames = new FrameReader(REPLY_LIMITS);
    (stdio[4] as Readable).on('data', (chunk: Buffer) => this.receive(frames, chunk));
    statusOf(this.child)?.on('data', (chunk: Buffer) => this.readStatus(chunk));
    this.child.once('error', (error) => this.stop(StudentFault.unstarted(error.message)));
    this.child.once('close', (code, signal) => {
      const output = this.captured.text();
      this.stop(
        !this.started
          ? StudentFault.unstarted(output)
          : StudentFault.exited(code, signal, output, this.limits),
      );
    });
  }

  /** bubblewrap tells the process id of its init: killing that one ends the whole namespace and leaves no zombie. */
  private readStatus(chunk: Buffer): void {
    const match = /"child-pid":\s*(\d+)/.exec(chunk.toString('utf8'));
    if (match && this.innerPid === null) this.innerPid = Number(match[1]);
  }

  /** Takes what has come; anything early, late or malformed ends the process. */
  private receive(frames: FrameReader, chunk: Buffer): void {
    if (this.fatal) return;
    const replies: Frame[] = [];
    try {
      // Whatever comes after the first frame, the sandbox is there; an answer counts where nothing malformed comes with it.
      frames.push(chunk, (frame) => {
        if (this.started) replies.push(frame);
        else this.begin(frame);
      });
      for (const frame of replies) this.take(frame);
    } catch {
      this.stop(
        this.started ? StudentFault.malformed() : StudentFault.unstarted('its first frame was another'),
      );
    }
  }

  private begin(first: Frame): void {
    readReply(first, READY);
    this.started = true;
  }

  /** Takes the one reply that is waited for. */
  private take(frame: Frame): void {
    const { pending } = this;
    if (!pending) throw new Error('a reply to no request');
    const reply = readReply(frame, pending.id);
    if (reply instanceof StudentFault) pending.reject(reply);
    else if ('step' in reply) passOn(reply, pending);
    else pending.resolve(reply);
  }

  private stop(fault: StudentFault): void {
    if (this.fatal) return;
    this.fatal = fault;
    this.kill();
    this.pending?.reject(fault);
  }

  /** The namespace's init first: bubblewrap then ends by itself and leaves no zombie. */
  private kill(): void {
    if (this.innerPid !== null) {
      killQuietly(this.innerPid);
      setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS).unref();
      return;
    }
    if (this.grouped && this.child.pid) killQuietly(-this.child.pid);
    this.child.kill('SIGKILL');
  }
}

function passOn(step: Step, pending: Pending): void {
  if (++pending.steps > STEPS_LIMIT) throw new Error('more steps than any training has');
  pending.onStep?.(step);
}
