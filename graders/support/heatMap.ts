// Where a tensor is off, as levels without any value of it.

import type { HeatMap } from '../../harness/result.ts';
import { largest, type NdArray } from '../../reference/ndarray.ts';
import { TOLERANCE } from './tolerance.ts';

/** Larger tensors get no heat map: nobody reads more squares. */
const MOST_ENTRIES = 400;
/** Bounds of the levels above 1, as shares of the largest |want|. */
const BOUNDS = [1e-3, 1e-1, 1];
const NOT_A_NUMBER = 5;

/** The levels of a tensor that is off by `off`; null for a single number and for very many. */
export function heatMap(tensor: string, off: Float64Array, want: NdArray): HeatMap | null {
  if (want.data.length > MOST_ENTRIES || want.data.length < 2) return null;
  const [first = 1, second] = want.shape;
  const scale = largest(want) || 1;
  const levels = Array.from(off, (distance) => levelOf(distance / scale));
  return { tensor, shape: second === undefined ? [1, first] : [first, second], levels };
}

function levelOf(share: number): number {
  if (!Number.isFinite(share)) return NOT_A_NUMBER;
  return share <= TOLERANCE ? 0 : 1 + BOUNDS.filter((bound) => share >= bound).length;
}
