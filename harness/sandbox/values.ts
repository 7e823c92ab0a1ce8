// The border: what a student's process sends becomes a Value here, checked once, or ends the process.

import { StudentFault } from './fault.ts';
import {
  MalformedFrame,
  RAGGED_ROWS_LIMIT,
  type Argument,
  type Frame,
  type Made,
  type Shape,
  type Tensor,
} from './protocol.ts';

/** A value a student's function returned. */
export type Value =
  | { kind: 'number'; number: number }
  /** `from` tells a Matrix from nested arrays, which are no row vector. */
  | { kind: 'matrix'; tensor: Tensor; from: 'Matrix' | 'arrays' }
  | { kind: 'vector'; tensor: Tensor; from: string }
  /** Rows of numbers that are not all of one length. */
  | { kind: 'ragged'; rows: Float64Array[] }
  | { kind: 'record'; entries: Map<string, Value>; keys: string[] }
  | { kind: 'other'; what: string };

/** What came back of one request. */
export interface Answer {
  value: Value;
  /** The arguments as they are after the call, where they were asked for. */
  after: Value[];
  /** The `typeof` of every export asked for, of a load. */
  kinds: string[];
}

/** No text of a student's process gets longer than this on its way into a result (characters). */
const TEXT_LIMIT = 4000;
/** Longest side of a matrix without entries: no numbers that travel bear it out, and who counts to it would be kept busy. */
const EMPTY_LIMIT = 10_000;
/** No honest record is wider or deeper. */
const ENTRIES_LIMIT = 64;
const DEPTH_LIMIT = 6;

/** Arguments as shapes and raw numbers, for `encodeFrame`. */
export function writeArguments(given: readonly Argument[]): { shapes: Shape[]; chunks: ArrayLike<number>[] } {
  const chunks: ArrayLike<number>[] = [];
  return { shapes: given.map((argument) => write(argument, chunks)), chunks };
}

function write(argument: Argument, chunks: ArrayLike<number>[]): Shape {
  if (typeof argument === 'number') {
    chunks.push([argument]);
    return ['number'];
  }
  if (argument instanceof Int32Array) {
    chunks.push(argument);
    return ['labels', argument.length];
  }
  if (isMade(argument)) return writeMade(argument, chunks);
  if (!isTensor(argument)) {
    return ['record', Object.entries(argument).map(([name, entry]) => [name, write(entry, chunks)]), []];
  }
  const [rows, columns] = argument.shape;
  chunks.push(argument.data);
  return columns === undefined ? ['vector', rows ?? 0, 'Array'] : ['matrix', rows ?? 0, columns, 'Matrix'];
}

function writeMade(made: Made, chunks: ArrayLike<number>[]): Shape {
  switch (made.kind) {
    case 'draws':
      return ['draws', made.seed];
    case 'listener':
      return ['listener'];
    case 'bytes':
      return ['bytes', made.file, made.offset, made.length];
    case 'rows': {
      const [rows = 0, columns = 0] = made.tensor.shape;
      chunks.push(made.tensor.data);
      return ['rows', rows, columns];
    }
    case 'typed':
      chunks.push(made.numbers);
      return ['typed', made.type, made.numbers.length];
    case 'tf':
      chunks.push(made.tensor.data);
      return ['tf', made.dtype, made.tensor.shape];
  }
}

/** Whether the child makes the argument: no entry of a record is a text. */
export function isMade(argument: Tensor | Made | { [name: string]: Argument }): argument is Made {
  return typeof (argument as { kind?: unknown }).kind === 'string';
}

function isTensor(argument: Tensor | { [name: string]: Argument }): argument is Tensor {
  return argument.data instanceof Float64Array && Array.isArray(argument.shape);
}

/** A listener's call on its way, which a function makes while it runs. */
export interface Step {
  step: number;
  loss: number;
}

/**
 * The answer in a frame, a StudentFault where the student's code threw, or a Step on the way there; throws MalformedFrame
 * for anything else.
 */
export function readReply({ header, numbers }: Frame, id: number): Answer | Step | StudentFault {
  const reply = objectOf(header);
  if (reply.id !== id) throw new MalformedFrame('a reply to another request');
  if (reply.step !== undefined) return { step: numberOf(reply.step), loss: numberOf(reply.loss) };
  if (reply.ok !== true) {
    const error = objectOf(reply.error);
    return StudentFault.threw({
      name: textOf(error.name),
      message: textOf(error.message),
      stack: textOf(error.stack),
    });
  }
  if (reply.kinds !== undefined) {
    return { kinds: listOf(reply.kinds).map(textOf), value: { kind: 'other', what: 'nothing' }, after: [] };
  }
  const raw = new RawNumbers(numbers);
  const value = readValue(reply.value, raw, 0);
  const after = listOf(reply.after).map((shape) => readValue(shape, raw, 0));
  raw.finish();
  return { kinds: [], value, after };
}

/** Hands out raw numbers in order and insists that exactly all are taken. */
class RawNumbers {
  private offset = 0;
  private readonly numbers: Float64Array;

  constructor(numbers: Float64Array) {
    this.numbers = numbers;
  }

  take(count: number): Float64Array {
    const end = this.offset + count;
    if (end > this.numbers.length) throw new MalformedFrame('fewer numbers than the header says');
    const taken = this.numbers.slice(this.offset, end);
    this.offset = end;
    return taken;
  }

  finish(): void {
    if (this.offset !== this.numbers.length) throw new MalformedFrame('more numbers than the header says');
  }
}

function readValue(shape: unknown, raw: RawNumbers, depth: number): Value {
  const [kind, first, second, third] = listOf(shape);
  if (depth > DEPTH_LIMIT) throw new MalformedFrame('a record too deep');
  switch (kind) {
    case 'number':
      return { kind, number: raw.take(1)[0] ?? Number.NaN };
    case 'matrix': {
      const tensor = readMatrix(sizeOf(first), sizeOf(second), raw);
      return { kind, tensor, from: third === 'Matrix' ? 'Matrix' : 'arrays' };
    }
    case 'vector':
    case 'labels': {
      const length = sizeOf(first);
      const from = kind === 'labels' ? 'Int32Array' : textOf(second);
      return { kind: 'vector', tensor: { shape: [length], data: raw.take(length) }, from };
    }
    case 'ragged':
      return { kind, rows: readRows(sizeOf(first), raw) };
    case 'record':
      return { kind, entries: readEntries(first, raw, depth), keys: listOf(second).map(textOf) };
    case 'other':
      return { kind, what: textOf(first) };
    default:
      throw new MalformedFrame('a value of no known kind');
  }
}

function readMatrix(rows: number, columns: number, raw: RawNumbers): Tensor {
  if (rows * columns === 0 && rows + columns > EMPTY_LIMIT)
    throw new MalformedFrame('a matrix without numbers that claims a size');
  return { shape: [rows, columns], data: raw.take(rows * columns) };
}

/** The lengths of all rows first, then their numbers. */
function readRows(count: number, raw: RawNumbers): Float64Array[] {
  if (count > RAGGED_ROWS_LIMIT) throw new MalformedFrame('more rows than any array of rows has');
  return Array.from(raw.take(count), sizeOf).map((length) => raw.take(length));
}

function readEntries(entries: unknown, raw: RawNumbers, depth: number): Map<string, Value> {
  const read = new Map<string, Value>();
  for (const entry of listOf(entries)) {
    const [name, shape] = listOf(entry);
    read.set(textOf(name), readValue(shape, raw, depth + 1));
  }
  return read;
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new MalformedFrame('no object where one belongs');
  return value as Record<string, unknown>;
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length > ENTRIES_LIMIT)
    throw new MalformedFrame('no short list where one belongs');
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new MalformedFrame('no text where one belongs');
  return value.length > TEXT_LIMIT ? `${value.slice(0, TEXT_LIMIT)}...` : value;
}

function sizeOf(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new MalformedFrame('a size that is none');
  return value as number;
}

/** A number for display; JSON has neither NaN nor Infinity. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}
