// A set of equal examples but for a few that are not like the rest, so that the loss of a batch tells what is in it.

import type { Params } from '../../reference/float64/mlp.ts';
import { rowsAt } from '../../reference/float64/training.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { matrix } from '../../reference/ndarray.ts';
import { compositions, lossesOf, type Composition } from './composition.ts';
import { normal, type Rng } from './random.ts';

/** No multiple of the batch, so that an epoch may end with a short one. */
export const EXAMPLES = 304;
const WIDTH = 4;
/** Where an example stands that is not like the rest, each of a class of its own; one class more than elsewhere. */
export const PLACES = [0, Math.floor(0.9 * EXAMPLES), EXAMPLES - 1];
/** A plain example, which stands for all that are like it. */
const PLAIN = 1;
export const BATCH = 10;
/** Of a whole batch and of the short one. */
const SIZES = new Set([BATCH, EXAMPLES % BATCH]);
/** A short batch may be joined to the one before. */
export const LARGEST = BATCH + (EXAMPLES % BATCH);

/** One example over and over, of class 0, but for those that stand at PLACES. */
export function plainButAtPlaces(rng: Rng): Labelled {
  const draw = () => Array.from({ length: WIDTH }, () => normal(rng));
  const plain = draw();
  const X = matrix(EXAMPLES, WIDTH, Array.from({ length: EXAMPLES }, () => plain).flat());
  const y = new Int32Array(EXAMPLES);
  for (const [place, i] of PLACES.entries()) {
    X.data.set(draw(), i * WIDTH);
    y[i] = place + 1;
  }
  return { X, y, classes: PLACES.length + 1 };
}

/** The plain example and the strange ones, once each: all that any batch is made of. */
export function kindsIn(data: Labelled): Labelled {
  return rowsAt(data, [PLAIN, ...PLACES]);
}

/** The losses of these kinds. */
export function kindLosses(data: Labelled, params: Params): number[] {
  return lossesOf(data, [PLAIN, ...PLACES], params);
}

/** What each batch of a run that may not learn is made of; null where that is not known of all. */
export function batchesIn(losses: Float64Array, own: readonly number[]): Composition[] | null {
  const batches = Array.from(losses, (loss) => onlyWay(compositions(loss, own, BATCH)));
  return batches.every((batch) => batch !== null) ? batches : null;
}

/** The one way to make up a batch, whole or short; null where there is none, or another. Plain examples alone are alike in both. */
export function onlyWay(ways: readonly Composition[]): Composition | null {
  const [first, ...others] = ways.filter(({ size }) => SIZES.has(size));
  if (!first) return null;
  const isSame = ({ size, strange }: Composition) =>
    strange.every((count, kind) => count * first.size === (first.strange[kind] ?? 0) * size);
  return others.every(isSame) ? first : null;
}
