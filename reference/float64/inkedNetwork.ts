// The network of 06 in float64 on pictures that are mostly background, in WebAssembly. The inner loops are assembly/inked.wat.

import { columnsOf, rowsOf, type NdArray } from '../ndarray.ts';
import { BINARY } from './inkedBinary.ts';

/** A linear layer: W (inputs, outputs), b (outputs). */
export interface Layer {
  W: NdArray;
  b: NdArray;
}

/** Pictures that go through both layers at once: their lists and a band of W stay in a processor's second cache. */
export const AT_ONCE = 64;

/** What inked.wat exports; its parameters stand there. */
interface Loops {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  listInked(at: number, pixels: number, list: number, inks: number): number;
  listActive(at: number, units: number, list: number): number;
  sumBand(...given: number[]): void;
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
/** Columns that inked.wat sums at once, and the bytes of a line of them. */
const BAND = 16;
const LINE = BAND * NUMBER;
/** Bytes of what counts in its list: the number, and where its k lies. */
const ENTRY = 16;
/** Values of a byte. */
const INKS = 256;
/** Bytes by which a memory of WebAssembly grows. */
const PAGE = 65_536;

/** One for all: a memory of WebAssembly reserves addresses for the largest that it may become. */
let shared: Loops | undefined;

/**
 * Gives, for at most AT_ONCE pictures, relu(pixels / divisor @ W1 + b1) @ W2 + b2: rows of `width` numbers, of which the first are
 * the outputs, until the next call. Only the network that was opened last may be asked.
 */
export function openNetwork(
  first: Layer,
  second: Layer,
  divisor: number,
): { width: number; run(images: Uint8Array): Float64Array } {
  const pixels = rowsOf(first.W);
  const room = Math.max(pixels, rowsOf(second.W)) * ENTRY;
  shared ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(BINARY, 'base64'))).exports as Loops;
  const loops = shared;
  const places = new Places();
  const common = {
    loops,
    inks: places.take(INKS * NUMBER),
    images: places.take(AT_ONCE * pixels),
    room,
    lists: places.take(AT_ONCE * room + ENTRY), // what does not count is written beyond the last that does
    ends: places.take(AT_ONCE * ADDRESS),
  };
  const [hidden, out] = [placeLayer(first, places), placeLayer(second, places)];
  places.reserve(loops);
  const numbers = new Float64Array(loops.memory.buffer);
  for (let ink = 0; ink < INKS; ink++) numbers[common.inks / NUMBER + ink] = ink / divisor;
  [hidden, out].forEach((layer) => layOut(numbers, layer));
  const outputs = out.z / NUMBER;
  return {
    width: out.width,
    run(images) {
      const count = images.length / pixels;
      run({ ...common, hidden, out }, images, count);
      return numbers.subarray(outputs, outputs + count * out.width);
    },
  };
}

/** Places in memory, one after the other, each at the beginning of a line. */
class Places {
  private next = 0;

  take(bytes: number): number {
    const place = this.next;
    this.next = Math.ceil((place + bytes) / LINE) * LINE;
    return place;
  }

  reserve({ memory }: Loops): void {
    const missing = Math.ceil((this.next - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
  }
}

/** A layer in memory: W, band by band; b; z, a row of `width` numbers for each picture. */
interface Placed {
  layer: Layer;
  W: number;
  b: number;
  z: number;
  /** The outputs, filled up to whole bands. */
  width: number;
}

function placeLayer(layer: Layer, places: Places): Placed {
  const width = Math.ceil(columnsOf(layer.W) / BAND) * BAND;
  const bytes = width * NUMBER;
  const W = places.take(rowsOf(layer.W) * bytes);
  return { layer, W, b: places.take(bytes), z: places.take(AT_ONCE * bytes), width };
}

/** Writes W and b; what fills up the last band is 0, which relu leaves out. */
function layOut(numbers: Float64Array, { layer: { W, b }, width, ...places }: Placed): void {
  const [inputs, outputs] = [rowsOf(W), columnsOf(W)];
  for (let column = 0; column < width; column += BAND) {
    const band = places.W / NUMBER + column * inputs;
    for (let k = 0; k < inputs; k++) {
      const line = W.data.subarray(k * outputs + column, k * outputs + Math.min(column + BAND, outputs));
      numbers.set(line, band + k * BAND);
      numbers.fill(0, band + k * BAND + line.length, band + (k + 1) * BAND);
    }
  }
  numbers.set(b.data, places.b / NUMBER);
  numbers.fill(0, places.b / NUMBER + outputs, places.b / NUMBER + width);
}

interface Network {
  loops: Loops;
  inks: number;
  images: number;
  lists: number;
  /** Bytes that a list may take. */
  room: number;
  ends: number;
  hidden: Placed;
  out: Placed;
}

function run(network: Network, images: Uint8Array, count: number): void {
  const { loops, hidden, out } = network;
  const pixels = rowsOf(hidden.layer.W);
  new Uint8Array(loops.memory.buffer).set(images, network.images);
  sum(network, hidden, count, (i, list) =>
    loops.listInked(network.images + i * pixels, pixels, list, network.inks),
  );
  const stride = hidden.width * NUMBER;
  sum(network, out, count, (i, list) =>
    loops.listActive(hidden.z + i * stride, columnsOf(hidden.layer.W), list),
  );
}

/** z of a layer, from what `list` lists of each picture. */
function sum(
  { loops, lists, ends, room }: Network,
  { layer, W, b, z, width }: Placed,
  count: number,
  list: (picture: number, at: number) => number,
): void {
  const endings = new Uint32Array(loops.memory.buffer, ends, count);
  for (let i = 0; i < count; i++) endings[i] = list(i, lists + i * room);
  for (let column = 0; column < width; column += BAND) {
    const [band, offset] = [W + column * rowsOf(layer.W) * NUMBER, column * NUMBER];
    loops.sumBand(lists, ends, room, band, b + offset, z + offset, width * NUMBER, count);
  }
}
