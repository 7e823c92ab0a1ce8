// Holds the two references against each other: where they part, the fault is ours, and no student loses a point for it.

import { named } from '../../reference/float64/mlp.ts';
import { oneHot } from '../../reference/float64/softmax.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { columnsOf, largest, zip, type NdArray } from '../../reference/ndarray.ts';
import type { Reference } from '../../reference/index.ts';
import type { Problem } from './problem.ts';

/** float32 against float64, of the largest entry: gradients were off by 7e-7 at most, so this leaves a factor of 100. */
const FLOAT32_TOLERANCE = 1e-4;

/**
 * Where no p is farther from its label than this, float32 has too few digits of p - y left for its gradients to say anything: of
 * 1,200 drawn exercises three were off by 1e-4 to 1e-3 there, and none by more than 4e-6 elsewhere.
 */
const SMALLEST_GAP = 0.1;

/**
 * Sums that nearly cancel, as db of two classes may, are small and off by as much as their terms: of 400 drawn exercises one was off
 * by ten times the tolerance of its own size.
 */
const LEAST_SCALE = 1e-2;

/** Throws, naming case and tensor, where TensorFlow.js and the float64 reference disagree. */
export async function requireAgreement(reference: Reference, cases: readonly Problem[]): Promise<void> {
  for (const { name, activation, X, y, params, pass, isForFloat64Alone } of cases) {
    if (isForFloat64Alone) continue;
    const other = await reference.lossAndGrads(activation, X, y, params);
    const pairs = { ...other.cache, ...(gapOf(pass.cache, y) < SMALLEST_GAP ? {} : other.grads) };
    for (const [tensor, theirs] of Object.entries(pairs)) {
      const ours = pass.cache[tensor] ?? pass.grads[tensor];
      if (!ours || distance(theirs, ours) > FLOAT32_TOLERANCE * Math.max(LEAST_SCALE, largest(ours))) {
        throw new Error(`the references disagree on ${tensor} (${name}, device ${reference.device})`);
      }
    }
  }
}

/** The largest |p - y| of a batch, y as rows of 0 and 1. */
function gapOf(cache: Tensors, y: Int32Array): number {
  const p = named(cache, 'p'); // (B, C)
  const labels = oneHot(y, columnsOf(p));
  return largest(zip(p, labels, (probability, label) => probability - label));
}

function distance(a: NdArray, b: NdArray): number {
  return b.data.reduce(
    (max, value, index) => Math.max(max, Math.abs(value - (a.data[index] ?? Number.NaN))),
    0,
  );
}
