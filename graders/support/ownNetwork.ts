// What a student's own forward and backward give, read for uses that judge nothing: places of faults, pictures.

import { depthOf, type Params } from '../../reference/float64/mlp.ts';
import { softmax } from '../../reference/float64/softmax.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { columnsOf, rowsOf, sameShape, type NdArray } from '../../reference/ndarray.ts';
import { StudentFault, type Value } from '../../harness/sandbox/host.ts';
import { shapeInWords } from './compare.ts';
import { readTensor } from './read.ts';
import type { Student } from './student.ts';

/** z1 a1 ... and the logits of the student's forward; every z and a of a layer is (B, its width). */
export function ownPass(own: Student, X: NdArray, params: Params): Promise<Tensors> {
  const depth = depthOf(params);
  const shapes: Record<string, number[]> = {};
  for (let layer = 1; layer <= depth; layer++) {
    const shape = [rowsOf(X), columnsOf(params[`b${layer}`] as NdArray)];
    shapes[`z${layer}`] = shape;
    if (layer < depth) shapes[`a${layer}`] = shape;
  }
  return readEntries(own, 'forward', { X, params }, shapes);
}

/** The student's backward on what a forward pass gave. */
export function ownGradients(
  own: Student,
  { X, y, params }: { X: NdArray; y: Int32Array; params: Params },
  pass: Tensors,
): Promise<Tensors> {
  const { [`z${depthOf(params)}`]: logits, ...hidden } = pass;
  const cache = { ...hidden, p: softmax(logits as NdArray) };
  const shapes = Object.entries(params).map(([name, { shape }]) => [`d${name}`, shape] as const);
  return readEntries(own, 'backward', { X, y, cache, params }, Object.fromEntries(shapes));
}

/** The entries of what a function returns; throws StudentFault where one of them is no such array. */
export async function readEntries(
  own: Student,
  name: string,
  given: Parameters<Student['call']>[1],
  shapes: Record<string, readonly number[]>,
): Promise<Tensors> {
  const { value } = await own.call(name, given, { read: Object.keys(shapes), mayChange: true });
  const entries = value.kind === 'record' ? value.entries : new Map<string, Value>();
  const tensors = Object.entries(shapes).map(([tensor, shape]) => {
    const got = readTensor(tensor, entries.get(tensor), shape);
    if (typeof got === 'string') throw new StudentFault('threw', got);
    if (!sameShape(got.shape, shape))
      throw new StudentFault('threw', `${tensor} has shape ${shapeInWords(got.shape)}.`);
    return [tensor, got] as const;
  });
  return Object.fromEntries(tensors);
}
