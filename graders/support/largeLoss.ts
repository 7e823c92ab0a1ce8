// One step where the loss is large, to tell losses that are cut to whole numbers from losses that nobody has worked out: where the
// loss is below 1, both are 0.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import type { LossInput } from '../../reference/misconceptions/loss.ts';
import { map, matrix, type NdArray } from '../../reference/ndarray.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { dataOf, drawExample, WIDTH } from './constantData.ts';
import { lossTrial } from './lossTrials.ts';
import { stream } from './random.ts';
import { callTrain, type Run, type Trainee } from './training.ts';
import type { Trial } from './trial.ts';

/** How far the label's logit is below the largest: the loss, of which a share is cut to more than 0 in a batch of four, too. */
const BELOW = 12.5;

/** The first loss of a run from `params` on `data` with another example for its plain one; null where all logits are one number. */
export async function tryLargeLoss(
  { student, seed }: Trainee,
  { data, params, run }: { data: Labelled; params: Params; run: Run },
): Promise<Trial<LossInput> | null> {
  const X = matrix(1, WIDTH, drawExample(stream(seed, 'large loss')));
  const logits = logitsOf(X, params).data;
  const [least, most] = [Math.min(...logits), Math.max(...logits)];
  if (!(most > least)) return null;
  const large = map(X, (value) => (value * BELOW) / (most - least)); // relu keeps a factor, and biases are 0 at the start
  const y = Int32Array.of(logits.indexOf(least));
  const still = { ...run, lr: 0, steps: 1 };
  const { losses } = await callTrain(student, dataOf({ ...data, X: large, y }, data), still);
  const z = logitsOf(large, params);
  return lossTrial({ name: 'a batch with a large loss, lr 0', z, y }, losses[0] ?? Number.NaN);
}

/** (1, in) -> (1, C). */
function logitsOf(X: NdArray, params: Params): NdArray {
  return named(layers('relu', X, params), `z${depthOf(params)}`);
}
