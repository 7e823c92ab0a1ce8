// What `train` reports as the loss of a batch with one mistake in it, from the logits of that batch.

import { crossEntropy, exampleLosses, softmax } from '../float64/softmax.ts';
import { columnsOf, type NdArray } from '../ndarray.ts';
import { swappedArguments } from './loss.ts';

export interface BatchLoss {
  /** From pixels between 0 and 1, (B, 10). */
  logits: NdArray;
  /** From pixels between 0 and 255. */
  rawLogits: NdArray;
  y: Int32Array;
  /** Examples of a mini-batch, which sums are over. */
  batchSize: number;
}

/** The reported loss by the mistake's id; the logits are those of the weights it belongs to. */
export const trainingLossMistakes: Record<string, (batch: BatchLoss) => number> = {
  'pixels-not-scaled': ({ rawLogits, y }) => crossEntropy(rawLogits, y),
  'softmax-and-fused-loss': ({ logits, y }) => crossEntropy(softmax(logits), y),
  'loss-arguments-swapped': ({ logits, y }) => swappedArguments.predict({ z: logits, y }).high,
  'loss-summed': ({ logits, y, batchSize }) => batchSize * crossEntropy(logits, y),
  'loss-divided-by-classes': ({ logits, y }) => crossEntropy(logits, y) / columnsOf(logits),
  'loss-sign': ({ logits, y }) => -crossEntropy(logits, y),
};

/** Least and most that a right loss may be: a guard such as log(p + 1e-7) may stop each example's at `most` at the least. */
export function lossBounds(logits: NdArray, y: Int32Array, most: number): [least: number, exact: number] {
  const losses = exampleLosses(logits, y);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean(losses.map((loss) => Math.min(loss, most))), mean(losses)];
}
