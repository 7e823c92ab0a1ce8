// One-hot labels that are set in an array which is never cleared: those of the call before are still there.

import { named } from '../../reference/float64/mlp.ts';
import type { BackwardInput } from '../../reference/misconceptions/chain.ts';
import type { TopInput } from '../../reference/misconceptions/topGradient.ts';
import { columnsOf, type NdArray } from '../../reference/ndarray.ts';

/** The input of dz2 that gives by the right formula what comes of `two` where the labels of `one` linger. */
export function topLabelsLinger(one: TopInput, two: TopInput): TopInput {
  return { ...two, p: besideLabels(two.p, two.y, one.y) };
}

/** The same of a whole backward pass. */
export function labelsLinger(one: BackwardInput, two: BackwardInput): BackwardInput {
  return { ...two, cache: { ...two.cache, p: besideLabels(named(two.cache, 'p'), two.y, one.y) } };
}

/** p, with what (p - onehot) loses by the labels `before` taken from it: of a batch of the same size. */
function besideLabels(p: NdArray, y: Int32Array, before: Int32Array): NdArray {
  const data = Float64Array.from(p.data);
  before.forEach((label, i) => {
    const entry = i * columnsOf(p) + label;
    if (label !== y[i]) data[entry] = (data[entry] ?? 0) - 1;
  });
  return { shape: [...p.shape], data };
}
