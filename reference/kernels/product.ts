// Products of float32 matrices in the memory of TensorFlow.js's WebAssembly backend: a third faster than its own, as fast with a
// transposed factor as without, and two to three times as fast again on pictures of digits. The inner loops are assembly/product.wat.

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
  keep(panel: number, list: number, kept: number, K: number, panels: number, all: number): void;
  tiles(
    panel: number,
    list: number,
    kept: number,
    b: number,
    c: number,
    stride: number,
    K: number,
    panels: number,
  ): void;
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

/** What an address of WebAssembly reaches. */
const MOST_BYTES = 2 ** 32 - 1;

/** The product in this memory. */
export function openProduct(heap: Heap): Multiply {
  const { memory } = heap.asm;
  const module = new WebAssembly.Module(Buffer.from(BINARY, 'base64'));
  const loops = new WebAssembly.Instance(module, { heap: { memory } }).exports as Loops;
  return (A, B, K, product) => {
    const scratch = scratchOf(heap, { M: Math.min(A.lanes, BLOCK_ROWS), N: B.lanes, K });
    const { a, b, lists, kept, fours } = scratch;
    const packing = { loops, memory, K };
    pack(packing, B, { first: 0, count: B.lanes, width: TILE_COLUMNS, to: b });
    const all = loops.areFinite(b, fours) === 1 ? 0 : 1;
    for (let row = 0; row < A.lanes; row += BLOCK_ROWS) {
      const M = Math.min(BLOCK_ROWS, A.lanes - row);
      pack(packing, A, { first: row, count: M, width: TILE_ROWS, to: a });
      loops.keep(a, lists, kept, K, Math.ceil(M / TILE_ROWS), all);
      fill(packing, scratch, { M, N: B.lanes, c: product + row * B.lanes * NUMBER });
    }
    heap._free(scratch.address);
  };
}

/** What lies in memory while a product is made, by address. */
interface Scratch {
  address: number;
  /** Panels of A, of which `lists` has where each k that is kept belongs in B, and `kept` how many there are. */
  a: number;
  lists: number;
  kept: number;
  /** Panels of B: so many times four numbers. */
  b: number;
  fours: number;
  /** A column of tiles, for one that does not fit into C. */
  spare: number;
}

function scratchOf(heap: Heap, { M, N, K }: { M: number; N: number; K: number }): Scratch {
  const panels = Math.ceil(M / TILE_ROWS);
  const sizes = {
    a: panels * TILE_ROWS * K,
    b: Math.ceil(N / TILE_COLUMNS) * TILE_COLUMNS * K,
    lists: panels * K,
    kept: panels,
    spare: panels * TILE_ROWS * TILE_COLUMNS,
  };
  const counts = Object.values(sizes);
  const bytes = counts.reduce((sum, count) => sum + count * NUMBER + LINE, LINE);
  const address = bytes > MOST_BYTES ? 0 : heap._malloc(bytes) >>> 0;
  if (address === 0) throw new Error('out of memory: WebAssembly gave none for a product');
  let next = address;
  const placed = (count: number) => {
    const place = alignedTo(next);
    next = place + count * NUMBER;
    return place;
  };
  const [a, b] = [placed(sizes.a), placed(sizes.b)];
  const [lists, kept, spare] = [placed(sizes.lists), placed(sizes.kept), placed(sizes.spare)];
  return { address, a, b, lists, kept, spare, fours: sizes.b / GROUP };
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
 * C (M, N) at `c` from packed factors. A column of tiles that lies in C only in part goes by way of `spare`.
 *
 * Each k of which a panel of A has zeros alone, as most pixels of digits are, has been left out. The sums are the same to the bit,
 * unless B has a number there that is not finite: then every k has been kept.
 */
function fill(packing: Packing, scratch: Scratch, { M, N, c }: { M: number; N: number; c: number }): void {
  const whole = M - (M % TILE_ROWS);
  for (let column = 0; column < N; column += TILE_COLUMNS) {
    const width = Math.min(TILE_COLUMNS, N - column);
    const direct = width === TILE_COLUMNS ? whole : 0;
    fillColumn(packing, scratch, { column, rows: [0, direct], to: c + column * NUMBER, stride: N * NUMBER });
    if (direct === M) continue;
    const { spare } = scratch;
    fillColumn(packing, scratch, { column, rows: [direct, M], to: spare, stride: TILE_COLUMNS * NUMBER });
    const numbers = new Float32Array(packing.memory.buffer);
    for (let row = direct; row < M; row++) {
      const from = spare / NUMBER + (row - direct) * TILE_COLUMNS;
      numbers.copyWithin(c / NUMBER + row * N + column, from, from + width);
    }
  }
}

/** Rows `first` to `end` of a column of C, in whole tiles, whose rows come to lie `stride` apart from `to` on. */
function fillColumn(
  { loops, K }: Packing,
  { a, b, lists, kept }: Scratch,
  {
    column,
    rows: [first, end],
    to,
    stride,
  }: { column: number; rows: [number, number]; to: number; stride: number },
): void {
  const panel = first / TILE_ROWS;
  loops.tiles(
    a + first * K * NUMBER,
    lists + panel * K * NUMBER,
    kept + panel * NUMBER,
    b + column * K * NUMBER,
    to,
    stride,
    K,
    Math.ceil(end / TILE_ROWS) - panel,
  );
}
