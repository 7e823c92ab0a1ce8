// Products of float32 matrices in the memory of TensorFlow.js's WebAssembly backend: a third faster than its own, and as fast with a
// transposed factor as without. The inner loops are assembly/product.wat.

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

/** What product.wat exports. */
interface Loops {
  tile(a: number, list: number, b: number, c: number, stride: number, kept: number): void;
  keep(panel: number, list: number, K: number, all: number): number;
  areFinite(from: number, fours: number): number;
  packRows(from: number, stride: number, to: number, step: number, K: number): void;
  packColumns(from: number, stride: number, to: number, step: number, K: number): void;
}

/** Node's types leave these to a browser's. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (binary: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: unknown };
  };
};

/** Bytes of a float32. */
const NUMBER = 4;
/** What product.wat computes at once. */
const [TILE_ROWS, TILE_COLUMNS] = [4, 8];
/** Lanes that product.wat packs at once. */
const GROUP = 4;
/** Rows of A that are packed at once: with 784 columns they take 400 kB, which a processor's second cache holds. */
const BLOCK_ROWS = 128;
/** Packed numbers begin where a line of the processor's cache does (bytes). */
const LINE = 64;

/** The product in this memory. */
export function openProduct(heap: Heap): Multiply {
  const { memory } = heap.asm;
  const module = new WebAssembly.Module(Buffer.from(BINARY, 'base64'));
  const loops = new WebAssembly.Instance(module, { heap: { memory } }).exports as Loops;
  return (A, B, K, product) => {
    const sizeOfA = packedSize(Math.min(A.lanes, BLOCK_ROWS), TILE_ROWS, K);
    const sizeOfB = packedSize(B.lanes, TILE_COLUMNS, K);
    const sizeOfLists = sizeOfA / TILE_ROWS;
    const bytes = sizeOfA + sizeOfB + sizeOfLists + LINE * 4 + TILE_ROWS * TILE_COLUMNS * NUMBER;
    const scratch = heap._malloc(bytes) >>> 0;
    if (scratch === 0) throw new Error('out of memory: WebAssembly gave none for a product');
    const a = alignedTo(scratch);
    const b = alignedTo(a + sizeOfA);
    const lists = alignedTo(b + sizeOfB);
    const spare = alignedTo(lists + sizeOfLists);
    const packing = { loops, memory, K };
    pack(packing, B, { first: 0, count: B.lanes, width: TILE_COLUMNS, to: b });
    const mayDrop = loops.areFinite(b, sizeOfB / NUMBER / GROUP) === 1;
    for (let row = 0; row < A.lanes; row += BLOCK_ROWS) {
      const M = Math.min(BLOCK_ROWS, A.lanes - row);
      pack(packing, A, { first: row, count: M, width: TILE_ROWS, to: a });
      const kept = keep(packing, { a, lists, panels: Math.ceil(M / TILE_ROWS), mayDrop });
      fill(packing, { a, b, lists, kept, spare }, { M, N: B.lanes, c: product + row * B.lanes * NUMBER });
    }
    heap._free(scratch);
  };
}

function packedSize(lanes: number, width: number, K: number): number {
  return Math.ceil(lanes / width) * width * K * NUMBER;
}

function alignedTo(address: number): number {
  return Math.ceil(address / LINE) * LINE;
}

interface Packing {
  loops: Loops;
  memory: Memory;
  K: number;
}

interface Panels {
  first: number;
  count: number;
  width: number;
  to: number;
}

/** `count` lanes from `first` on, in panels of `width`: the numbers of k = 0, side by side, then those of k = 1, ... */
function pack(packing: Packing, factor: Factor, { first, count, width, to }: Panels): void {
  for (let lane = 0; lane < Math.ceil(count / width) * width; lane += GROUP) {
    const [inPanel, panel] = [lane % width, lane - (lane % width)]; // a panel is (K, width)
    const place = { to: to + (panel * packing.K + inPanel) * NUMBER, step: width * NUMBER };
    packGroup(packing, factor, first + lane, place);
  }
}

/** GROUP lanes from `lane` on; those that the factor does not have are zeros. */
function packGroup(
  { loops, memory, K }: Packing,
  factor: Factor,
  lane: number,
  { to, step }: { to: number; step: number },
): void {
  const { address, lanes, isInRows } = factor;
  const from = address + lane * (isInRows ? K : 1) * NUMBER;
  if (lane + GROUP <= lanes) {
    if (isInRows) loops.packRows(from, K * NUMBER, to, step, K);
    else loops.packColumns(from, lanes * NUMBER, to, step, K);
    return;
  }
  const numbers = new Float32Array(memory.buffer);
  const [nextK, nextLane] = isInRows ? [1, K] : [lanes, 1];
  for (let k = 0; k < K; k++)
    for (let beside = 0; beside < GROUP; beside++)
      numbers[(to + k * step) / NUMBER + beside] =
        lane + beside < lanes ? (numbers[from / NUMBER + k * nextK + beside * nextLane] ?? 0) : 0;
}

/**
 * Drops each k of a panel of A in which all its numbers are 0, as most pixels of digits are, and lists the others; gives how many
 * are left of each panel. The sums are the same to the bit, unless B has a number there that is not finite: then all stay.
 */
function keep(
  { loops, K }: Packing,
  { a, lists, panels, mayDrop }: { a: number; lists: number; panels: number; mayDrop: boolean },
): number[] {
  const all = mayDrop ? 0 : 1;
  return Array.from({ length: panels }, (_, panel) =>
    loops.keep(a + panel * TILE_ROWS * K * NUMBER, lists + panel * K * NUMBER, K, all),
  );
}

interface Packed {
  a: number;
  b: number;
  lists: number;
  kept: readonly number[];
  spare: number;
}

/** C (M, N) at `c` from packed factors; a tile that lies in C only in part goes by way of `spare`. */
function fill(packing: Packing, packed: Packed, { M, N, c }: { M: number; N: number; c: number }): void {
  for (let column = 0; column < N; column += TILE_COLUMNS)
    for (let row = 0; row < M; row += TILE_ROWS) {
      const to = c + (row * N + column) * NUMBER;
      if (row + TILE_ROWS <= M && column + TILE_COLUMNS <= N) {
        fillTile(packing, packed, { row, column, to, stride: N * NUMBER });
        continue;
      }
      fillTile(packing, packed, { row, column, to: packed.spare, stride: TILE_COLUMNS * NUMBER });
      const numbers = new Float32Array(packing.memory.buffer);
      for (let i = 0; i < Math.min(TILE_ROWS, M - row); i++) {
        const from = packed.spare / NUMBER + i * TILE_COLUMNS;
        numbers.copyWithin(to / NUMBER + i * N, from, from + Math.min(TILE_COLUMNS, N - column));
      }
    }
}

/** One tile, whose rows come to lie `stride` apart from `to` on. */
function fillTile(
  { loops, K }: Packing,
  { a, b, lists, kept }: Packed,
  { row, column, to, stride }: { row: number; column: number; to: number; stride: number },
): void {
  const panel = row / TILE_ROWS;
  const [left, right] = [a + row * K * NUMBER, b + column * K * NUMBER];
  loops.tile(left, lists + panel * K * NUMBER, right, to, stride, kept[panel] ?? 0);
}
