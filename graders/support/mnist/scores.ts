// What weights are worth on a set: the reference's own forward pass, and never a number that the student reports.

import { CLASSES, type Digits } from '../../../reference/datasets/mnist.ts';
import type { Params } from '../../../reference/float64/mlp.ts';
import { logitsOfPixels } from '../../../reference/float64/pixels.ts';
import { exampleLosses, softmax } from '../../../reference/float64/softmax.ts';
import type { Reference } from '../../../reference/index.ts';
import { at, largest, map, zip, type NdArray } from '../../../reference/ndarray.ts';

export interface Score {
  /** Mean cross-entropy. */
  loss: number;
  /** A fraction. */
  accuracy: number;
  logits: NdArray;
  predicted: Uint8Array;
}

/** float32 against float64, of the largest logit: 2e-6 was seen on trained weights. */
const FLOAT32_TOLERANCE = 1e-4;
/** Weights beyond this may overflow or cancel in float32, which then says nothing about float64 (absolute). */
const COMPARABLE_WEIGHT = 100;

const known = new WeakMap<Params, Map<Uint8Array, Score>>();

/** Loss, accuracy and predictions of `weights` on `digits`, in float64; worked out once for each pair. */
export function scoreOf(digits: Digits, weights: Params): Score {
  const ofWeights = known.get(weights) ?? new Map<Uint8Array, Score>();
  known.set(weights, ofWeights);
  const score = ofWeights.get(digits.labels) ?? workOut(digits, weights);
  ofWeights.set(digits.labels, score);
  return score;
}

function workOut(digits: Digits, weights: Params): Score {
  const logits = logitsOfPixels(digits, weights);
  const predicted = largestOf(logits);
  const losses = exampleLosses(logits, Int32Array.from(digits.labels));
  const right = predicted.reduce((sum, label, i) => sum + (label === digits.labels[i] ? 1 : 0), 0);
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / digits.count,
    accuracy: right / digits.count,
    logits,
    predicted,
  };
}

/** The same, held against the TensorFlow.js reference; where the two part it is our error. */
export async function agreedScore(reference: Reference, digits: Digits, weights: Params): Promise<Score> {
  const score = scoreOf(digits, weights);
  if (Object.values(weights).some((array) => largest(array) > COMPARABLE_WEIGHT)) return score;
  const theirs = await reference.digitLogits(digits, weights);
  const apart = largest(zip(theirs, score.logits, (a, b) => a - b));
  if (apart <= FLOAT32_TOLERANCE * largest(score.logits)) return score;
  // Large terms that cancel leave float32 fewer digits: no error of ours, but the student's choice of weights.
  if (apart <= FLOAT32_TOLERANCE * largest(logitsOfPixels(digits, withoutSigns(weights)))) return score;
  throw new Error(`the references disagree on the logits of MNIST (device ${reference.device})`);
}

/** The same network with nothing to cancel: its logits bound the sums of absolute values in the other's. */
function withoutSigns(weights: Params): Params {
  return Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, map(array, Math.abs)]));
}

/** The column of the largest logit in each row; of equal ones the first. */
export function largestOf(logits: NdArray): Uint8Array {
  return Uint8Array.from({ length: logits.shape[0] ?? 0 }, (_, i) => {
    let best = 0;
    for (let c = 1; c < CLASSES; c++) if (at(logits, i, c) > at(logits, i, best)) best = c;
    return best;
  });
}

/** The probability that the network gives its own answer, for each picture. */
export function confidences({ logits, predicted }: Score): Float64Array {
  const p = softmax(logits);
  return Float64Array.from(predicted, (label, i) => at(p, i, label));
}
