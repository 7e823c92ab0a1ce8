// Makes the fresh arguments a student's function is called with, from what the harness sent.

import fs from 'node:fs';
import { Matrix } from 'ml-matrix';
import type { Shape } from '../protocol.ts';
import { uniformDraws } from './draws.ts';
import { makeTensor } from './tensors.ts';

type Listener = (step: unknown, loss: unknown) => void;
type Take = (count: number) => Float64Array;

const { readFileSync } = fs;

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
    case 'draws':
      return uniformDraws(shape[1]);
    case 'listener':
      return listener;
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
      return bytesOf(file).subarray(start, start + length);
    }
    default:
      throw new TypeError(`the harness sends no ${shape[0]}`);
  }
}

const opened = new Map<string, Uint8Array>();

/** A file that the sandbox shows, read once. */
function bytesOf(file: string): Uint8Array {
  const known = opened.get(file);
  if (known) return known;
  const bytes = new Uint8Array(readFileSync(file));
  opened.set(file, bytes);
  return bytes;
}
