// Holds the two references against each other: where they part, the fault is ours, and no student loses a point for it.

import { largest, type NdArray } from '../../reference/ndarray.ts';
import type { Reference } from '../../reference/index.ts';
import type { Problem } from './problem.ts';

/** float32 against float64, of the largest entry: gradients were off by 7e-7 at most, so this leaves a factor of 100. */
const FLOAT32_TOLERANCE = 1e-4;

/** Throws, naming case and tensor, where TensorFlow.js and the float64 reference disagree. */
export async function requireAgreement(reference: Reference, cases: readonly Problem[]): Promise<void> {
  for (const { name, activation, X, y, params, pass } of cases) {
    const other = await reference.lossAndGrads(activation, X, y, params);
    const pairs = { ...other.cache, ...other.grads };
    for (const [tensor, theirs] of Object.entries(pairs)) {
      const ours = pass.cache[tensor] ?? pass.grads[tensor];
      if (!ours || distance(theirs, ours) > FLOAT32_TOLERANCE * largest(ours)) {
        throw new Error(`the references disagree on ${tensor} (${name}, device ${reference.device})`);
      }
    }
  }
}

function distance(a: NdArray, b: NdArray): number {
  return b.data.reduce(
    (max, value, index) => Math.max(max, Math.abs(value - (a.data[index] ?? Number.NaN))),
    0,
  );
}
