// One step on a batch as large as the data: it has to use all examples, not one of them.

import { rowsAt } from '../../reference/float64/training.ts';
import { lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { BLOBS, drawClusters } from '../../reference/datasets/clusters.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';

const EXAMPLES = 300;
const LR = 0.1;
/**
 * Squared distance from the whole gradient, in units of what drawing with replacement makes it: 0 without replacement, 1 on
 * average with it, above 36 (six deviations along one direction) once in 10^8; one example alone lies at 300.
 */
const FARTHEST = 36;

/** Fails where a step on all examples is far from the gradient of them all. */
export async function judgeWholeBatch({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'whole batch');
  const data = drawClusters(BLOBS, EXAMPLES, () => normal(rng));
  const run = { hidden, batchSize: EXAMPLES, steps: 1, seed: integer(rng, 0, 2 ** 32 - 1) };
  const { params } = await callTrain(student, data, { ...run, lr: 0 });
  const after = await callTrain(student, data, { ...run, lr: LR });
  const step = flat(params).map((before, index) => (before - (flat(after.params)[index] ?? Number.NaN)) / LR);
  const whole = gradient(lossAndGrads('relu', data.X, data.y, params).grads, params);
  const each = Array.from({ length: EXAMPLES }, (_, i) => {
    const { X, y } = rowsAt(data, [i]);
    return gradient(lossAndGrads('relu', X, y, params).grads, params);
  });
  const spread = each.reduce((sum, one) => sum + distance(one, whole), 0) / EXAMPLES / EXAMPLES;
  if (distance(step, whole) <= FARTHEST * spread) return;
  const far = `One step on a batch of all ${EXAMPLES} examples is far from the gradient of them all`;
  throw new CheckFailure(`${far}: every example of a batch counts.${seenOn({ ...run, lr: LR })}`);
}

function flat(params: Params): number[] {
  return Object.keys(params).flatMap((name) => Array.from(named(params, name).data));
}

/** The gradients in the order of the parameters. */
function gradient(grads: Tensors, params: Params): number[] {
  return Object.keys(params).flatMap((name) => Array.from(named(grads, `d${name}`).data));
}

/** Squared; NaN is as far as it gets. */
function distance(a: readonly number[], b: readonly number[]): number {
  const sum = a.reduce((total, value, i) => total + (value - (b[i] ?? Number.NaN)) ** 2, 0);
  return Number.isNaN(sum) ? Infinity : sum;
}
