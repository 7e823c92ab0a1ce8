// Reads an object of arrays, such as params, that has no numbers to be compared with.

import { sameShape } from '../../reference/ndarray.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import type { Value } from '../../harness/sandbox/host.ts';
import { indexOf, shapeInWords } from './compare.ts';
import { inWords, readTensor } from './read.ts';

/** The arrays called as in `shapes`, of those shapes and finite, or the first sentence about what came instead. */
export function readRecord(
  what: string,
  value: Value | undefined,
  shapes: Record<string, readonly number[]>,
): Tensors | string {
  if (value?.kind !== 'record') {
    const names = Object.keys(shapes).join(', ');
    return `${what} is ${value ? inWords(value) : 'nothing'}; expected an object { ${names} }.`;
  }
  const read: Tensors = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = readTensor(name, value.entries.get(name), shape);
    if (typeof tensor === 'string') return `${what}: ${tensor}`;
    if (!sameShape(tensor.shape, shape))
      return `${what}: ${name} has shape ${shapeInWords(tensor.shape)}, expected ${shapeInWords(shape)}.`;
    const broken = tensor.data.findIndex((number) => !Number.isFinite(number));
    if (broken >= 0) {
      return `${what}: ${name}[${indexOf(broken, shape)}] is ${tensor.data[broken]}, not a finite number.`;
    }
    read[name] = tensor;
  }
  return read;
}

/** The shapes of W1 b1 W2 b2 ... for widths such as [in, h, out]. */
export function paramShapes(dims: readonly number[]): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (let layer = 1; layer < dims.length; layer++) {
    const [fanIn = 1, fanOut = 1] = dims.slice(layer - 1);
    shapes[`W${layer}`] = [fanIn, fanOut];
    shapes[`b${layer}`] = [fanOut];
  }
  return shapes;
}
