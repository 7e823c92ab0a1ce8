// Plain gradient descent over batches that are known by what they are made of: so many of each kind of example.

import { backward, depthOf, forward, named, type Params } from '../../reference/float64/mlp.ts';
import { exampleLosses } from '../../reference/float64/softmax.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { stepped } from '../../reference/float64/descent.ts';
import type { NdArray } from '../../reference/ndarray.ts';
import type { Composition } from './composition.ts';

/** A forward pass over one example of each kind. */
export interface KindsPass {
  cache: Record<string, NdArray>;
  /** The loss of each kind of example. */
  losses: number[];
}

/** The way that a run takes. */
interface Course {
  batches: readonly Composition[];
  lr: number;
}

/** Where a run came to, and its losses, each before its step. */
export interface Path {
  params: Params;
  losses: number[];
}

/** The pass over `kinds`, the plain example and the strange ones, once each: all that any batch is made of. */
export function passOver({ X, y }: Labelled, params: Params): KindsPass {
  const cache = forward('relu', X, params);
  return { cache, losses: Array.from(exampleLosses(named(cache, `z${depthOf(params)}`), y)) };
}

/** The parameters after a plain step on a batch. */
export function stepOn(
  { X, y }: Labelled,
  params: Params,
  { cache }: KindsPass,
  { batch, lr }: { batch: Composition; lr: number },
): Params {
  return stepped({ params, grads: backward('relu', { X, y, params, cache, copies: copiesIn(batch) }), lr });
}

/** Plain gradient descent over these batches. */
export function replayed(kinds: Labelled, start: Params, { batches, lr }: Course): Path {
  const losses: number[] = [];
  let params = start;
  for (const batch of batches) {
    const pass = passOver(kinds, params);
    losses.push(meanLoss(pass, batch));
    params = stepOn(kinds, params, pass, { batch, lr });
  }
  return { params, losses };
}

function meanLoss(pass: KindsPass, batch: Composition): number {
  const sum = copiesIn(batch).reduce((all, count, i) => all + count * (pass.losses[i] ?? Number.NaN), 0);
  return sum / batch.size;
}

/** How many of each kind a batch holds, the plain one first. */
function copiesIn({ size, strange }: Composition): number[] {
  return [size - strange.reduce((sum, count) => sum + count, 0), ...strange];
}
