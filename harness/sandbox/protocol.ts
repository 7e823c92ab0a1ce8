// What passes between the harness and a student's process: frames over two plain pipes, and the values in them.
// Node's own channel is not used: an untrusted child can crash or fill its parent through it.
//
// A frame: u32 length of what follows, u32 length of the header, the header (JSON, UTF-8), then raw float64 numbers, all
// little-endian. Arrays travel as numbers alone: a value that lies about itself cannot be written down.

import { endianness } from 'node:os';

/** A tensor on its way: shape and row-major numbers. */
export interface Tensor {
  shape: number[];
  data: Float64Array;
}

/** What the harness sends: matrices (2 axes), vectors (1 axis), labels (Int32Array), numbers, records, and what is made there. */
export type Argument = number | Tensor | Int32Array | Made | { [name: string]: Argument };

/** An argument that the child makes, since it cannot travel: each by a kind, which no record has. */
export type Made =
  /** A function that returns uniform numbers in [0, 1), the same ones for the same seed. */
  | { kind: 'draws'; seed: number }
  /** A function (step, loss), whose calls come back while the student's function runs. */
  | { kind: 'listener' }
  /** A tensor of TensorFlow.js. */
  | { kind: 'tf'; dtype: 'float32' | 'int32'; tensor: Tensor }
  /** A matrix as plain nested arrays, number[][]. */
  | { kind: 'rows'; tensor: Tensor }
  /** A Uint8Array of some bytes of a file that the sandbox lets the child read. */
  | { kind: 'bytes'; file: string; offset: number; length: number }
  /** A typed array of numbers that travel, for small sets and for weights. */
  | { kind: 'typed'; type: 'Uint8Array' | 'Float32Array'; numbers: ArrayLike<number> };

/** How a value stands in a header; its numbers, if any, follow in the raw part in the order of the header. */
export type Shape =
  | ['number']
  | ['matrix', rows: number, columns: number, from: 'Matrix' | 'arrays']
  | ['vector', length: number, from: string]
  | ['labels', length: number]
  | ['record', entries: [name: string, value: Shape][], keys: string[]]
  | ['ragged', rows: number]
  | ['draws', seed: number]
  | ['listener']
  | ['tf', dtype: 'float32' | 'int32', shape: number[]]
  | ['rows', rows: number, columns: number]
  | ['bytes', file: string, offset: number, length: number]
  | ['typed', type: 'Uint8Array' | 'Float32Array', length: number]
  | ['other', what: string];

/**
 * How a function is called: once; on each number of its one argument; with draws from each seed of its first argument, for
 * the order of each epoch; once, with what it returns kept for later calls by the name `@`; or differentiated by
 * TensorFlow.js with respect to its last argument, a record of tensors; or not at all: asked for instead are the variables of
 * TensorFlow.js made since the call whose result is kept, the first of each shape, by names such as `4 16`.
 */
export type Manner = 'once' | 'each' | 'epochs' | 'keep' | 'tf-gradients' | 'tf-variables';

export type Request =
  | { id: number; op: 'load'; code: string; names: string[]; libraries: string[] }
  | {
      id: number;
      op: 'call';
      /** An export, or a way to a function in one: `activations.gelu.f`, `@.step`. */
      name: string;
      arguments: Shape[];
      manner: Manner;
      read: string[] | null;
      echo: boolean;
    };

export type Reply =
  | { id: number; ok: true; kinds: string[] }
  | { id: number; ok: true; value: Shape; after: Shape[] }
  /** Not the reply yet: a listener was called. */
  | { id: number; ok: true; step: number; loss: number }
  | { id: number; ok: false; error: { name: string; message: string; stack: string } };

/** The id of the child's first frame, which answers no request: it says that the sandbox and the libraries are there. */
export const READY = 0;

/** The name under which a submission runs, so that its frames in a stack can be told and mapped back. */
export const BUNDLE_NAME = 'handgrad-submission.js';

/** The most that one frame may be, and its header (bytes). */
interface FrameLimits {
  frame: number;
  header: number;
}

/** What the child takes: the largest header of a request holds a bundle of 10 MiB of sources. */
export const REQUEST_LIMITS: FrameLimits = { frame: 64 * 1024 * 1024, header: 24 * 1024 * 1024 };
/** What the harness takes: a header of a reply describes values and never holds more than a few texts of 4,000 characters. */
export const REPLY_LIMITS: FrameLimits = { frame: 64 * 1024 * 1024, header: 1024 * 1024 };

/** Most rows of an array whose rows differ in length: each is an array of its own on this side. */
export const RAGGED_ROWS_LIMIT = 10_000;

/** As they are before a student's code, beside which the child reads its requests, may replace them. */
const { max, min } = Math;

const LENGTH = 4; // bytes
const PREFIX = 2 * LENGTH; // of the frame and of its header
const FLOAT64 = 8; // bytes

export interface Frame {
  header: unknown;
  numbers: Float64Array;
}

/** A frame that breaks the rules: the process that sent it has to end. */
export class MalformedFrame extends Error {
  override name = 'MalformedFrame';
}

/** One frame as bytes. */
export function encodeFrame(header: Request | Reply, chunks: readonly ArrayLike<number>[]): Buffer {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const raw = chunks.map((chunk) => littleEndian(Buffer.from(new Float64Array(chunk).buffer)));
  const prefix = Buffer.allocUnsafe(PREFIX);
  const rawLength = raw.reduce((sum, { length }) => sum + length, 0);
  prefix.writeUInt32LE(PREFIX - LENGTH + text.length + rawLength, 0);
  prefix.writeUInt32LE(text.length, LENGTH);
  return Buffer.concat([prefix, text, ...raw]);
}

/** The bytes of float64 numbers turned round, in place, where this machine is not little-endian itself. */
function littleEndian(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes : bytes.swap64();
}

/**
 * Cuts a stream of bytes into frames; throws MalformedFrame, or what a taker throws, after which it is not to be used again. It holds at most one frame
 * within `limits` and the last chunk, in one piece: bytes that come one by one must not cost an object each.
 */
export class FrameReader {
  private bytes: Buffer = Buffer.alloc(0);
  private held = 0;
  private readonly limits: FrameLimits;

  constructor(limits: FrameLimits) {
    this.limits = limits;
  }

  /** What it takes of memory (bytes). */
  get capacity(): number {
    return this.bytes.length;
  }

  /** Gives each frame that `chunk` completes to `take`: those before what breaks the rules, too. */
  push(chunk: Buffer, take: (frame: Frame) => void): void {
    this.append(chunk);
    let start = 0;
    for (let end = this.endOf(start); end !== null && end <= this.held; end = this.endOf(start)) {
      take(parse(this.bytes.subarray(start, end), this.limits.header));
      start = end;
    }
    if (start > 0) {
      this.bytes = Buffer.from(this.bytes.subarray(start, this.held));
      this.held = this.bytes.length;
    }
  }

  /** Grows by doubling, so that no byte is copied often, but to no more than a frame has. */
  private append(chunk: Buffer): void {
    const needed = this.held + chunk.length;
    if (needed > this.bytes.length) {
      const roomy = min(2 * this.bytes.length, this.limits.frame + LENGTH);
      const grown = Buffer.allocUnsafe(max(needed, roomy));
      this.bytes.copy(grown, 0, 0, this.held);
      this.bytes = grown;
    }
    chunk.copy(this.bytes, this.held);
    this.held = needed;
  }

  /** Where the frame ends that starts here; null where not even its length is known. */
  private endOf(start: number): number | null {
    if (this.held - start < LENGTH) return null;
    const length = this.bytes.readUInt32LE(start);
    if (length < LENGTH || length > this.limits.frame) {
      throw new MalformedFrame(`a frame of ${length} bytes; at most ${this.limits.frame} are taken`);
    }
    return start + LENGTH + length;
  }
}

function parse(frame: Buffer, headerLimit: number): Frame {
  const headerLength = frame.readUInt32LE(LENGTH);
  const start = PREFIX + headerLength;
  const rawLength = frame.length - start;
  if (headerLength > headerLimit || rawLength < 0 || rawLength % FLOAT64 !== 0) {
    throw new MalformedFrame(`a header of ${headerLength} bytes in a frame of ${frame.length}`);
  }
  const numbers = new Float64Array(rawLength / FLOAT64);
  const bytes = Buffer.from(numbers.buffer); // the same memory
  frame.copy(bytes, 0, start);
  littleEndian(bytes);
  return { header: parseJson(frame.toString('utf8', PREFIX, start)), numbers };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new MalformedFrame('a header that is not JSON');
  }
}
