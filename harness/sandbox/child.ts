// The student's side of the sandbox: loads the bundle it is sent, calls its functions, answers with raw numbers.
// Everything here shares a process with untrusted code, so nothing it says about itself is believed on the other side.
// It keeps its own copies of what it needs before a submission can replace them.

import fs from 'node:fs';
import net from 'node:net';
import { readArguments } from './child/arguments.ts';
import { prepareLibraries } from './child/libraries.ts';
import { loadSubmission } from './child/load.ts';
import { manners } from './child/manners.ts';
import { writeError, writeValue, writeValues } from './child/values.ts';
import {
  encodeFrame,
  FrameReader,
  READY,
  REQUEST_LIMITS,
  type Frame,
  type Reply,
  type Request,
  type Shape,
} from './protocol.ts';

const REQUESTS = 3; // file descriptor
const REPLIES = 4; // file descriptor
/** Between two calls of a listener that are passed on (ms). */
const STEP_INTERVAL_MS = 100;

const { writeSync } = fs;
const now = performance.now.bind(performance);
const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/** An object that has what is asked for is the answer, though a method of its own is called `then`. */
function answersTo(value: object, read: readonly string[] | null): boolean {
  return read !== null && read.every((name) => name in value);
}

let exported: Record<string, unknown> = {};

/** Serves requests one after the other until the harness closes the pipe or kills the process. */
function serve(): void {
  const reader = new FrameReader(REQUEST_LIMITS);
  // A socket, not a file stream: that one reads on a thread, which would keep a crashed process from ending.
  const pipe = new net.Socket({ fd: REQUESTS, readable: true, writable: false });
  pipe.on('data', (chunk) => {
    const requests: Frame[] = [];
    reader.push(chunk, (frame) => requests.push(frame)); // whose bytes need not lie there while one is answered
    for (const { header, numbers } of requests) void answer(header as Request, numbers);
  });
}

/** Node queues what a loop prints until the loop ends; printed at once, nothing is lost in a crash and a flood is seen. */
function printAtOnce(): void {
  for (const [stream, descriptor] of [
    [process.stdout, 1],
    [process.stderr, 2],
  ] as const) {
    stream.write = (text: string | Uint8Array, ...rest: unknown[]) => {
      writeAll(descriptor, Buffer.from(text as string));
      const done = rest.find((each) => typeof each === 'function');
      if (done) queueMicrotask(done as () => void);
      return true;
    };
  }
}

async function answer(request: Request, numbers: Float64Array): Promise<void> {
  try {
    const { reply, chunks } = request.op === 'load' ? await load(request) : await call(request, numbers);
    writeAll(REPLIES, encodeFrame(reply, chunks));
  } catch (error) {
    writeAll(REPLIES, encodeFrame({ id: request.id, ok: false, error: writeError(error) }, []));
  }
}

interface Answer {
  reply: Reply;
  chunks: Float64Array[];
}

async function load({ id, code, names, libraries }: Request & { op: 'load' }): Promise<Answer> {
  await prepareLibraries(libraries);
  writeAll(REPLIES, encodeFrame({ id: READY, ok: true, kinds: [] }, []));
  ({ exported } = await loadSubmission(code));
  return {
    reply: { id, ok: true, kinds: names.map((name) => typeof find(exported, name).value) },
    chunks: [],
  };
}

async function call(request: Request & { op: 'call' }, numbers: Float64Array): Promise<Answer> {
  const { id, name, manner, read, echo } = request;
  const given = readArguments(request.arguments, numbers, listenerFor(id));
  const { owner, value: target } = find(exported, name);
  if (typeof target !== 'function') throw new TypeError(`${name} is not exported as a function`);
  const bound = (...words: unknown[]): unknown => callTarget(target, owner, words);
  const returned = manners[manner](bound, given);
  const result: unknown = isPromiseLike(returned) && !answersTo(returned, read) ? await returned : returned;
  if (manner === 'keep') exported = { ...exported, '@': result };
  const chunks: Float64Array[] = [];
  const value = manner === 'keep' ? KEPT : writeValue(result, read, chunks);
  const after = echo ? writeValues(given, chunks) : [];
  return { reply: { id, ok: true, value, after }, chunks };
}

const callTarget = Reflect.apply as (target: unknown, owner: unknown, given: unknown[]) => unknown;
const KEPT: Shape = ['other', 'kept'];

/** What stands at `a.b.c`, and what it is a part of. */
function find(root: Record<string, unknown>, way: string): { owner: unknown; value: unknown } {
  let [owner, value]: [unknown, unknown] = [undefined, root];
  for (const name of way.split('.')) {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function')
      return { owner, value: undefined };
    [owner, value] = [value === root ? undefined : value, (value as Record<string, unknown>)[name]];
  }
  return { owner, value };
}

/** Frames of a listener's calls, no more than ten a second: they are there to be looked at. */
function listenerFor(id: number): (step: unknown, loss: unknown) => void {
  let next = 0;
  return (step, loss) => {
    const time = now();
    if (time < next || typeof step !== 'number' || typeof loss !== 'number') return;
    next = time + STEP_INTERVAL_MS;
    writeAll(REPLIES, encodeFrame({ id, ok: true, step, loss }, []));
  };
}

/** Writes all of it; a full pipe answers EAGAIN until the harness has read on. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

printAtOnce();
serve();
