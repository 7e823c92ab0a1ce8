// Makes the fresh arrays a student's function is called with, from what the harness sent.

import { Matrix } from 'ml-matrix';
import type { Shape } from '../protocol.ts';

/** The arguments of one call: Matrix, number[], Int32Array, number, or a plain object of these. */
export function readArguments(shapes: readonly Shape[], numbers: Float64Array): unknown[] {
  let offset = 0;
  const take = (count: number) => numbers.subarray(offset, (offset += count));
  return shapes.map((shape) => read(shape, take));
}

function read(shape: Shape, take: (count: number) => Float64Array): unknown {
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
      return Object.fromEntries(shape[1].map(([name, value]) => [name, read(value, take)]));
    default:
      throw new TypeError(`the harness sends no ${shape[0]}`);
  }
}
