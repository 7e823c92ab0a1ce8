// Makes the fresh arguments a student's function is called with, from what the harness sent.

import fs from 'node:fs';
import { Matrix } from 'ml-matrix';
import type { Shape } from '../protocol.ts';
import { uniformDraws } from './draws.ts';
import { makeTensor } from './tensors.ts';

type Listener = (step: unknown, loss: unknown) => void;
type Take = (count: number) => Float64Array;

const { closeSync, openSync, readSync } = fs;

/** The arguments of one call: Matrix, number[], Int32Array, number, what is made here, or a plain object of these. */
export function readArguments(
  shapes: readonly Shape[],
  numbers: Float64Array,
  listener: Listener = () => {},
): unknown[] {
  let offset = 0;
  const take: Take = (count) => numbers.subarray(offset, (offset += count));
  return shapes.map((shape) => read(shape, take, listener));
}

function read(shape: Shape, take: Take, listener: Listener): unknown {
  switch (shape[0]) {
    case 'number':
      return take(1)[0];
    case 'matrix': {
      const [, rows, columns] = shape;
      return Matrix.from1DArray(rows, columns, take(rows * columns));
    }
    case 'vector':
      return Array.from(take(shape[1]));
    case 'labels':
      return Int32Array.from(take(shape[1]));
    case 'record':
      return Object.fromEntries(shape[1].map(([name, value]) => [name, read(value, take, listener)]));
    case 'listener':
      return listener;
    default:
      return make(shape, take);
  }
}

/** What cannot travel as it is. */
function make(shape: Shape, take: Take): unknown {
  switch (shape[0]) {
    case 'draws':
      return uniformDraws(shape[1]);
    case 'tf': {
      const [, dtype, sizes] = shape;
      return makeTensor(dtype, sizes, take(sizes.reduce((product, size) => product * size, 1)));
    }
    case 'rows': {
      const [, rows, columns] = shape;
      return Array.from({ length: rows }, () => Array.from(take(columns)));
    }
    case 'bytes': {
      const [, file, start, length] = shape;
      return bytesOf(file, start, length);
    }
    case 'typed':
      return shape[1] === 'Uint8Array' ? Uint8Array.from(take(shape[2])) : Float32Array.from(take(shape[2]));
    default:
      throw new TypeError(`the harness sends no ${shape[0]}`);
  }
}

/** A part of a file that the sandbox shows, in an array of its own: what a function does to it is gone with the call. */
function bytesOf(file: string, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const descriptor = openSync(file, 'r');
  try {
    for (let done = 0; done < length;) {
      const count = readSync(descriptor, bytes, done, length - done, start + done);
      if (count === 0) throw new RangeError(`${start + length} bytes of a file that has ${start + done}`);
      done += count;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
