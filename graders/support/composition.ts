// What a batch is made of, told by its loss: so many plain examples, and so many of each strange one.

import { rowsAt } from '../../reference/float64/training.ts';
import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import { exampleLosses } from '../../reference/float64/softmax.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';

/** A batch of plain examples but for the strange ones, of which there may be several copies. */
export interface Composition {
  size: number;
  /** How often each strange example is in it. */
  strange: number[];
}

/** So often a batch may hold one example; drawn with replacement, one comes more often once in 10^6 batches or less. */
const MOST_TIMES = 3;
const STRANGE = 3;
/** Every way to hold so many kinds, each MOST_TIMES at most. */
const WAYS = countsOf(STRANGE);
/** Losses differ by rounding alone, of float32 at most. */
const SAME_LOSS = 1e-7;

/** The loss of each of these examples. */
export function lossesOf(data: Labelled, indices: readonly number[], params: Params): number[] {
  const { X, y } = rowsAt(data, indices);
  return Array.from(exampleLosses(named(layers('relu', X, params), `z${depthOf(params)}`), y));
}

/** Every batch of `most` examples or fewer whose mean loss this is, from the losses of a plain example and of the strange ones. */
export function compositions(loss: number, own: readonly number[], most: number): Composition[] {
  const [plain = 0, ...strange] = own;
  const found: Composition[] = [];
  for (const counts of WAYS) {
    const least = counts.reduce((sum, count) => sum + count, 0);
    const more = counts.reduce((sum, count, index) => sum + count * ((strange[index] ?? 0) - plain), 0);
    for (let size = Math.max(1, least); size <= most; size++) {
      const mean = plain + more / size;
      if (Math.abs(loss - mean) <= SAME_LOSS * Math.max(1, mean)) found.push({ size, strange: counts });
    }
  }
  return found;
}

function countsOf(kinds: number): number[][] {
  if (kinds === 0) return [[]];
  const times = Array.from({ length: MOST_TIMES + 1 }, (_, count) => count);
  return countsOf(kinds - 1).flatMap((counts) => times.map((count) => [...counts, count]));
}
