// Products of float32 matrices in the memory of TensorFlow.js's WebAssembly backend: a third faster than its own, as fast with a
// transposed factor as without, and three times as fast again on pictures of digits. The inner loops are assembly/product.wat.

import { BINARY } from './productBinary.ts';

/** A memory of WebAssembly; its buffer is another one when it has grown. */
interface Memory {
  readonly buffer: ArrayBuffer;
}

/** The memory that tensors lie in, with its own allocator; addresses are bytes. */
export interface Heap {
  asm: { memory: Memory };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** A factor as it lies in memory. Its lanes are the rows of A or the columns of B; each has K numbers. */
export interface Factor {
  address: number;
  lanes: number;
  /** Whether the numbers of one lane lie side by side, as in A (M, K) and in B kept as (N, K); else those of one k do. */
  isInRows: boolean;
}

/** Writes A @ B to `product`: (M, K) @ (K, N) -> (M, N), all at least 1. */
export type Multiply = (A: Factor, B: Factor, K: number, product: number) => void;

/** What product.wat exports; its parameters stand there. */
type Loops = Record<
  'tiles' | 'listRows' | 'turn' | 'areFinite' | 'packColumns' | 'copyBlock',
  (...given: number[]) => number
>;

/** Node's types leave these to a browser's. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (binary: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: unknown };
  };
};

/** Bytes of a float32. */
const NUMBER = 4;
/** Columns that product.wat computes at once, and the bytes of a packed line of them. */
const BAND = 32;
const PACKED = BAND * NUMBER;
/** Bytes of a listed number. */
const ENTRY = 8;
/** What chooses every number: one bit for each of four. */
const ALL = 15;
/** No byte of the four numbers. */
const NOTHING = 255;
/** Numbers that are looked at or turned at once. */
const GROUP = 4;
/**
 * What lists of rows of A may take at once (bytes): of pictures of digits a fifth of it is used, which a processor's second cache
 * holds beside a band of B.
 */
const LIST_BYTES = 800 * 1024;
/** Packed numbers begin where a line of the processor's cache does (bytes). */
const LINE = 64;

/** What an address of WebAssembly reaches. */
const MOST_BYTES = 2 ** 32 - 1;

/** The product in this memory. */
export function openProduct(heap: Heap): Multiply {
  const { memory } = heap.asm;
  const module = new WebAssembly.Module(Buffer.from(BINARY, 'base64'));
  const loops = new WebAssembly.Instance(module, { heap: { memory } }).exports as Loops;
  const moves = movesIn(heap);
  return (A, B, K, product) => {
    const most = Math.min(A.lanes, Math.max(1, Math.floor(LIST_BYTES / (K * ENTRY))));
    const scratch = scratchOf(heap, { rows: most, K, isTurned: !A.isInRows });
    const work = { loops, memory, moves, K, A, B, scratch, product };
    for (let first = 0; first < A.lanes; first += most)
      multiplyRows(work, { first, count: Math.min(most, A.lanes - first) });
    heap._free(scratch.address);
  };
}

/** For each choice of four numbers the bytes by which they move to the front, as `swizzle` takes them. */
function movesIn(heap: Heap): number {
  const bytes = Array.from({ length: ALL + 1 }, (_, chosen) => {
    const numbers = [0, 1, 2, 3].filter((number) => (chosen >> number) & 1);
    const moved = numbers.flatMap((number) => [0, 1, 2, 3].map((byte) => number * NUMBER + byte));
    return [...moved, ...new Array<number>(GROUP * NUMBER - moved.length).fill(NOTHING)];
  }).flat();
  const address = allocated(heap, bytes.length);
  new Uint8Array(heap.asm.memory.buffer, address, bytes.length).set(bytes);
  return address;
}

/** A product at work: C (M, N) lies at `product`. */
interface Work {
  loops: Loops;
  memory: Memory;
  /** The patterns that list four numbers at once. */
  moves: number;
  K: number;
  A: Factor;
  B: Factor;
  scratch: Scratch;
  product: number;
}

interface Rows {
  first: number;
  count: number;
}

/**
 * Some rows of C, band by band. Each k at which a row has a zero, as most pixels of digits are, is left out: the sums are the same to
 * the bit, unless B has a number there that is not finite, which shows as its band is packed.
 */
function multiplyRows(work: Work, rows: Rows): void {
  const { loops, B, scratch } = work;
  let all = 0;
  const from = inRows(work, rows);
  list(work, from, rows, all);
  for (let column = 0; column < B.lanes; column += BAND) {
    packBand(work, column);
    if (all === 0 && loops.areFinite(scratch.band, scratch.fours) === 0) {
      all = ALL;
      list(work, from, rows, all);
    }
    fill(work, rows, column);
  }
}

/** What lies in memory while a product is made, by address. */
interface Scratch {
  address: number;
  /** The rows of A, listed, and where each list ends. */
  lists: number;
  ends: number;
  /** A band of B, (K, 32): so many times four numbers. */
  band: number;
  fours: number;
  /** A column of tiles, for one that is wider than what is left of C. */
  spare: number;
  /** Rows of A that are kept as columns. */
  turned: number;
}

function scratchOf(
  heap: Heap,
  { rows, K, isTurned }: { rows: number; K: number; isTurned: boolean },
): Scratch {
  const listed = rows * K * ENTRY + GROUP * ENTRY; // four entries at once may reach beyond the last
  const turned = isTurned ? rows * K * NUMBER : 0;
  const sizes = [listed, rows * NUMBER, K * PACKED, rows * PACKED, turned];
  const bytes = sizes.reduce((sum, size) => sum + size + LINE, LINE);
  const address = allocated(heap, bytes);
  let next = address;
  const [lists = 0, ends = 0, band = 0, spare = 0, rowsOfA = 0] = sizes.map((size) => {
    const place = Math.ceil(next / LINE) * LINE;
    next = place + size;
    return place;
  });
  return { address, lists, ends, band, spare, turned: rowsOfA, fours: (BAND * K) / GROUP };
}

function allocated(heap: Heap, bytes: number): number {
  const address = bytes > MOST_BYTES ? 0 : heap._malloc(bytes) >>> 0;
  if (address === 0) throw new Error('out of memory: WebAssembly gave none for a product');
  return address;
}

/** Where rows of A lie one after the other: where they are, or turned. */
function inRows({ loops, K, A, scratch }: Work, { first, count }: Rows): number {
  if (A.isInRows) return A.address + first * K * NUMBER;
  const from = { at: A.address + first * NUMBER, stride: A.lanes * NUMBER };
  turn(loops, from, { at: scratch.turned, stride: K * NUMBER }, [K, count]);
  return scratch.turned;
}

/** Lists rows of A, all of whose numbers count where `all` has a bit for each of four. */
function list({ loops, moves, K, scratch }: Work, from: number, { count }: Rows, all: number): void {
  loops.listRows(from, scratch.lists, scratch.ends, K, count, all, moves);
}

/** Packs the columns of B from `column` on, (K, 32); those that it does not have are zeros. */
function packBand({ loops, memory, K, B, scratch: { band } }: Work, column: number): void {
  const { address, lanes, isInRows } = B;
  const width = Math.min(BAND, lanes - column);
  if (width < BAND) new Uint8Array(memory.buffer, band, K * PACKED).fill(0);
  const from = {
    at: address + column * (isInRows ? K : 1) * NUMBER,
    stride: (isInRows ? K : lanes) * NUMBER,
  };
  if (isInRows) turn(loops, from, { at: band, stride: PACKED }, [width, K]);
  else if (width === BAND) loops.packColumns(from.at, from.stride, band, K);
  else loops.copyBlock(from.at, NUMBER, from.stride, band, PACKED, K, width);
}

/** Lines of numbers in memory, of which the next begins `stride` bytes on. */
interface Lines {
  at: number;
  stride: number;
}

/** Turns a matrix of so many lines and columns: what does not fill a block of four by four is copied one by one. */
function turn(loops: Loops, from: Lines, to: Lines, [lines, columns]: readonly [number, number]): void {
  const [blockLines, blockColumns] = [lines - (lines % GROUP), columns - (columns % GROUP)];
  if (blockLines > 0 && blockColumns > 0)
    loops.turn(from.at, from.stride, to.at, to.stride, blockLines, blockColumns);
  const copy = (line: number, column: number, count: number, width: number) => {
    if (count === 0 || width === 0) return;
    const [source, place] = [
      from.at + line * from.stride + column * NUMBER,
      to.at + column * to.stride + line * NUMBER,
    ];
    loops.copyBlock(source, from.stride, NUMBER, place, to.stride, width, count);
  };
  copy(blockLines, 0, lines - blockLines, columns);
  copy(0, blockColumns, blockLines, columns - blockColumns);
}

/** A band of C from lists and a band of B; one that is wider than what is left of C goes by way of `spare`. */
function fill({ loops, K, B, scratch, product }: Work, { first, count }: Rows, column: number): void {
  const { lists, ends, band, spare } = scratch;
  const stride = B.lanes * NUMBER;
  const width = Math.min(BAND, B.lanes - column);
  const c = product + first * stride + column * NUMBER;
  const [to, apart] = width === BAND ? [c, stride] : [spare, PACKED];
  loops.tiles(lists, ends, band, to, apart, K, count);
  if (width < BAND) loops.copyBlock(spare, NUMBER, PACKED, c, stride, count, width);
}
