// Writes a student's value down as a shape and raw numbers. Whatever is not numbers is only described.
// The globals used are taken before a submission is loaded, which may replace them.

import { Matrix } from 'ml-matrix';
import { RAGGED_ROWS_LIMIT, type Shape } from '../protocol.ts';
import { isDisposed, isTensor } from './tensors.ts';

/** Longest text about a value or an error that is worth sending (characters). */
const TEXT_LIMIT = 4000;
/** Most entries of an object that are read: those of params come first. */
const ENTRIES_LIMIT = 50;
/** Longest list of keys that is worth showing. */
const KEYS_LIMIT = 20;
/** Most numbers in one value: a thousand times what any exercise returns. */
const NUMBERS_LIMIT = 2_000_000;
/** Deepest record that is read, which params and gradients never exceed. */
const DEPTH_LIMIT = 4;

const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isMatrix } = Matrix;
const { keys: keysOf } = Object;

/** What records within a result are asked for, whatever they are made of. */
const PARAMETERS = ['W1', 'b1', 'W2', 'b2', 'W3', 'b3'];
const toText = String;

/** The tensors of the result that is being written. */
const Remembered = WeakMap;
let alreadyRead = new Remembered<object, Float64Array>();

/** A result; `read` names the entries wanted of an object, null wants the value itself. */
export function writeValue(value: unknown, read: readonly string[] | null, chunks: Float64Array[]): Shape {
  alreadyRead = new Remembered();
  if (
    read === null ||
    typeof value !== 'object' ||
    value === null ||
    ((isMatrix(value) || isArray(value)) && !read.some((name) => name in value)) ||
    isTensor(value)
  ) {
    return write(value, chunks, 0);
  }
  const record = value as Record<string, unknown>;
  const entries = read.map((name): [string, Shape] => [name, write(record[name], chunks, 1)]);
  return ['record', entries, keysOf(record).slice(0, KEYS_LIMIT).map(cut)];
}

/** The arguments as they are after the call. */
export function writeValues(values: readonly unknown[], chunks: Float64Array[]): Shape[] {
  alreadyRead = new Remembered();
  return values.map((value) => write(value, chunks, 0));
}

/** What can be told of something thrown, which may be anything. */
export function writeError(thrown: unknown): { name: string; message: string; stack: string } {
  try {
    if (!(thrown instanceof Error)) return { name: 'thrown', message: cut(toText(thrown)), stack: '' };
    return {
      name: cut(toText(thrown.name)),
      message: cut(toText(thrown.message)),
      stack: cut(toText(thrown.stack)),
    };
  } catch {
    return { name: 'thrown', message: 'something that cannot be shown', stack: '' };
  }
}

function write(value: unknown, chunks: Float64Array[], depth: number): Shape {
  if (typeof value === 'number') {
    chunks.push(Float64Array.of(value));
    return ['number'];
  }
  if (typeof value !== 'object' || value === null) return ['other', describe(value)];
  if (isMatrix(value)) return writeMatrix(value as unknown as Matrix, chunks);
  if (isView(value)) return writeTyped(value, chunks);
  if (isArray(value) && !isRecord(value)) return writeArray(value, chunks);
  if (isTensor(value)) return writeTensor(value, chunks);
  if (typeof (value as { then?: unknown }).then === 'function') return ['other', 'a promise'];
  if (depth >= DEPTH_LIMIT) return ['other', 'an object'];
  const record = value as Record<string, unknown>;
  const entries = namesIn(record)
    .slice(0, ENTRIES_LIMIT)
    .flatMap((name): [string, Shape][] => {
      const entry = entryOf(record, name);
      return entry ? [[cut(name), write(entry.value, chunks, depth + 1)]] : [];
    });
  return ['record', entries, []];
}

/** An entry of a record; null where it is computed, and throws: one that nobody asks for does no harm. */
function entryOf(record: Record<string, unknown>, name: string): { value: unknown } | null {
  try {
    return { value: record[name] };
  } catch {
    return null;
  }
}

/** Whether it answers to a parameter's name: an array may, that keeps the layers in order as well. */
function isRecord(value: object): boolean {
  return PARAMETERS.some((name) => name in value);
}

/** The entries of an object: its own, and parameters that a class computes or a proxy answers for. */
function namesIn(value: object): string[] {
  const own = isArray(value) ? [] : keysOf(value);
  return [...own, ...PARAMETERS.filter((name) => name in value && !own.includes(name))];
}

/** Reads through rows, columns and get, so views and wrappers count as well. */
function writeMatrix(value: Matrix, chunks: Float64Array[]): Shape {
  const { rows, columns } = value;
  if (!(rows * columns <= NUMBERS_LIMIT)) return ['other', `a matrix (${toText(rows)}, ${toText(columns)})`];
  const numbers = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const entry: unknown = value.get(i, j);
      if (typeof entry !== 'number')
        return ['other', `a matrix that holds ${describe(entry)} at [${i}, ${j}]`];
      numbers[i * columns + j] = entry;
    }
  }
  chunks.push(numbers);
  return ['matrix', rows, columns, 'Matrix'];
}

function writeTyped(value: ArrayBufferView, chunks: Float64Array[]): Shape {
  const name = cut(toText(value.constructor.name));
  const array = value as unknown as ArrayLike<unknown>;
  if (array.length > NUMBERS_LIMIT) return ['other', `a ${name} of ${array.length} numbers`];
  if (value instanceof DataView || (array.length > 0 && typeof array[0] !== 'number'))
    return ['other', `a ${name}`];
  chunks.push(Float64Array.from(array as ArrayLike<number>));
  return value instanceof Int32Array ? ['labels', array.length] : ['vector', array.length, name];
}

/** A tensor of TensorFlow.js or an array of jax-js, of up to two axes. */
function writeTensor(value: { shape: number[]; dataSync(): unknown }, chunks: Float64Array[]): Shape {
  if (isDisposed(value)) return ['other', 'a disposed tensor'];
  const [rows = 1, columns = 1, ...deeper] = value.shape;
  if (deeper.length > 0 || !(rows * columns <= NUMBERS_LIMIT))
    return ['other', `a tensor (${toText(value.shape)})`];
  chunks.push(numbersOf(value));
  if (value.shape.length === 0) return ['number'];
  return value.shape.length === 1 ? ['vector', rows, 'tensor'] : ['matrix', rows, columns, 'arrays'];
}

/** The numbers of a tensor, read once: reading an array of jax-js frees it, and a result may hold one array twice. */
function numbersOf(tensor: { dataSync(): unknown }): Float64Array {
  const known = alreadyRead.get(tensor);
  if (known) return known;
  const numbers = Float64Array.from(tensor.dataSync() as ArrayLike<number>);
  alreadyRead.set(tensor, numbers);
  return numbers;
}

/** A plain array: of numbers a vector, of rows of numbers a matrix or ragged, else only described. */
function writeArray(value: readonly unknown[], chunks: Float64Array[]): Shape {
  if (value.length > NUMBERS_LIMIT) return ['other', `an array of ${value.length}`];
  const entries = Array.from(value); // holes become undefined
  if (entries.every((entry) => typeof entry === 'number')) {
    chunks.push(Float64Array.from(entries));
    return ['vector', entries.length, 'Array'];
  }
  const rows = entries.map(rowOf);
  const flaw = rows.findIndex(
    (row, index) => row === null && (typeof entries[index] !== 'number' || rows[0] !== null),
  );
  if (flaw >= 0)
    return ['other', `an array of ${entries.length} that holds ${describe(entries[flaw])} at [${flaw}]`];
  const width = rows[0]?.length ?? 0;
  const isRagged = rows.some((row) => row?.length !== width);
  if (isRagged && rows.length > RAGGED_ROWS_LIMIT)
    return ['other', `an array of ${rows.length} rows that differ in length`];
  if (isRagged) chunks.push(Float64Array.from(rows, (row) => row?.length ?? 0));
  for (const row of rows) chunks.push(Float64Array.from(row ?? []));
  if (isRagged) return ['ragged', rows.length];
  return ['matrix', rows.length, width, 'arrays'];
}

/** A row of a nested array: numbers in an array or a typed array; else null. */
function rowOf(entry: unknown): ArrayLike<number> | null {
  if (typeof entry !== 'object' || entry === null) return null;
  if (!isArray(entry) && (!isView(entry) || entry instanceof DataView)) return null;
  const row = entry as ArrayLike<unknown>;
  for (let index = 0; index < row.length; index++) if (typeof row[index] !== 'number') return null;
  return row as ArrayLike<number>;
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return toText(value);
  if (typeof value === 'string') return cut(`the text ${JSON.stringify(value.slice(0, 60))}`);
  if (typeof value === 'bigint') return cut(`the bigint ${toText(value).slice(0, 40)}n`);
  if (typeof value === 'boolean') return `the boolean ${toText(value)}`;
  if (isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function cut(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}...` : text;
}
