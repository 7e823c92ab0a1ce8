// The first layer of 06 in float64, two and a half times as fast as in JavaScript. The inner loop is assembly/inked.wat.

import { columnsOf, matrix, rowsOf, type NdArray } from '../ndarray.ts';
import { BINARY } from './inkedBinary.ts';

/** What inked.wat exports. */
interface Loop {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  addInked(list: number, end: number, z: number, width: number): void;
}

/** Node's types leave these to a browser's. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (binary: Uint8Array) => object;
    Instance: new (module: object) => { exports: unknown };
  };
};

/** Bytes of a float64. */
const NUMBER = 8;
/** Bytes of an address. */
const ADDRESS = 4;
/** Columns that inked.wat sums at once. */
const GROUP = 8;
/** Bytes of an inked pixel in its list: the ink, the address of its row. */
const ENTRY = 16;
/** Bytes by which a memory of WebAssembly grows. */
const PAGE = 65_536;

/** One for all: a memory of WebAssembly reserves addresses for the largest that it may become. */
let loop: Loop | undefined;

/** z (count, hidden) = pixels / divisor @ W + b, for `count` pictures whose background is 0; W is (pixels, hidden). */
export function inkedLayer(
  { images, count }: { images: Uint8Array; count: number },
  { W, b }: { W: NdArray; b: NdArray },
  divisor: number,
): NdArray {
  const [pixels, hidden] = [rowsOf(W), columnsOf(W)];
  if (images.length !== count * pixels || b.data.length !== hidden)
    throw new Error(`a layer of ${pixels} pixels and ${hidden} units got pictures or biases of another size`);
  const memory = layOut(W);
  const z = matrix(count, hidden);
  for (let i = 0; i < count; i++) {
    const end = listInked(memory, images.subarray(i * pixels, (i + 1) * pixels), divisor);
    memory.numbers.set(b.data);
    memory.loop.addInked(memory.list, end, 0, memory.width);
    z.data.set(memory.numbers.subarray(0, hidden), i * hidden);
  }
  return z;
}

/** The memory: z, a row; W, rows that are filled up to whole groups; the list. */
interface Layout {
  loop: Loop;
  numbers: Float64Array;
  addresses: Uint32Array;
  /** Bytes of a row. */
  width: number;
  /** Where the list begins (bytes). */
  list: number;
}

function layOut(W: NdArray): Layout {
  const [pixels, hidden] = [rowsOf(W), columnsOf(W)];
  const columns = Math.ceil(hidden / GROUP) * GROUP;
  const width = columns * NUMBER;
  const list = width * (1 + pixels);
  loop ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(BINARY, 'base64'))).exports as Loop;
  const { memory } = loop;
  const missing = Math.ceil((list + pixels * ENTRY - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  const numbers = new Float64Array(memory.buffer);
  for (let row = 0; row < pixels; row++)
    numbers.set(W.data.subarray(row * hidden, (row + 1) * hidden), (row + 1) * columns);
  return { loop, numbers, addresses: new Uint32Array(memory.buffer), width, list };
}

/** Lists what is inked of a picture; the address where the list ends. */
function listInked(
  { numbers, addresses, list, width }: Layout,
  picture: Uint8Array,
  divisor: number,
): number {
  let end = list;
  for (let pixel = 0; pixel < picture.length; pixel++) {
    const ink = picture[pixel] ?? 0;
    if (ink === 0) continue;
    numbers[end / NUMBER] = ink / divisor;
    addresses[(end + NUMBER) / ADDRESS] = (pixel + 1) * width;
    end += ENTRY;
  }
  return end;
}
