// Reads what `train` returned: weights and history as the exercise asks for them, or a sentence about what came instead.

import type { Value } from '../../../harness/sandbox/host.ts';
import { CLASSES, PIXELS } from '../../../reference/datasets/mnist.ts';
import type { Params } from '../../../reference/float64/mlp.ts';
import { matrix, type NdArray } from '../../../reference/ndarray.ts';
import { inWords, readTensor } from '../read.ts';

export interface History {
  step: Float64Array;
  trainLoss: Float64Array;
  valStep: Float64Array;
  valLoss: Float64Array;
  valAccuracy: Float64Array;
}

export const HISTORY_NAMES = ['step', 'trainLoss', 'valStep', 'valLoss', 'valAccuracy'] as const;

/** The end of a sentence about weights that hold NaN or Infinity. */
export const OUT_OF_BOUNDS = ': the training went out of bounds.';

/** W1 (784, hidden), b1 (hidden), W2 (hidden, 10), b2 (10), or what is wrong with them. */
export function readWeights(value: Value, hidden: number): Params | string {
  const shapes: Record<string, number[]> = {
    W1: [PIXELS, hidden],
    b1: [hidden],
    W2: [hidden, CLASSES],
    b2: [CLASSES],
  };
  const record = entryOf(value, 'weights', Object.keys(shapes));
  if (typeof record === 'string') return record;
  const params: Params = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const flat = readFlat(`weights.${name}`, record.get(name), shape);
    if (typeof flat === 'string') return flat;
    const [rows = 0, columns] = shape;
    params[name] = columns === undefined ? flat : matrix(rows, columns, flat.data);
  }
  return params;
}

/** The five arrays of numbers, or what is wrong with them. */
export function readHistory(value: Value): History | string {
  const record = entryOf(value, 'history', HISTORY_NAMES);
  if (typeof record === 'string') return record;
  const read = new Map<string, Float64Array>();
  for (const name of HISTORY_NAMES) {
    const entry = record.get(name);
    if (entry?.kind !== 'vector')
      return `history.${name}: expected an array of numbers, got ${entry ? inWords(entry) : 'nothing'}.`;
    read.set(name, entry.tensor.data);
  }
  const of = (name: string) => read.get(name) ?? new Float64Array();
  return {
    step: of('step'),
    trainLoss: of('trainLoss'),
    valStep: of('valStep'),
    valLoss: of('valLoss'),
    valAccuracy: of('valAccuracy'),
  };
}

function entryOf(value: Value, name: string, names: readonly string[]): Map<string, Value> | string {
  if (value.kind !== 'record')
    return `train() returned ${inWords(value)}; expected an object { weights, history }.`;
  const entry = value.entries.get(name);
  if (entry?.kind === 'record') return entry.entries;
  return `${name}: expected an object { ${names.join(', ')} }, got ${entry ? inWords(entry) : 'nothing'}.`;
}

function readFlat(name: string, value: Value | undefined, shape: readonly number[]): NdArray | string {
  const length = shape.reduce((product, size) => product * size, 1);
  const read = readTensor(name, value, [length]);
  const sizes = shape.length > 1 ? ` (${shape.join(' x ')}, row-major)` : '';
  if (typeof read === 'string') return read;
  if (read.data.length !== length)
    return `${name} holds ${read.data.length} numbers, expected ${length}${sizes}.`;
  const broken = read.data.filter((number) => !Number.isFinite(number)).length;
  return broken === 0
    ? read
    : `${name} holds NaN or Infinity, ${broken} of its ${length} numbers${OUT_OF_BOUNDS}`;
}
