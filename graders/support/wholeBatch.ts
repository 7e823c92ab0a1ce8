// One step on a batch as large as the data: it has to use all examples, not one of them.

import { depthOf, lossAndGrads, named, type Params, type Pass } from '../../reference/float64/mlp.ts';
import { BLOBS, drawClusters } from '../../reference/datasets/clusters.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { columnsOf, rowsOf, scale, type NdArray } from '../../reference/ndarray.ts';
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
  const after = flat((await callTrain(student, data, { ...run, lr: LR })).params);
  const step = flat(params).map((before, index) => (before - (after[index] ?? Number.NaN)) / LR);
  const pass = lossAndGrads('relu', data.X, data.y, params);
  const whole = gradient(pass.grads, params);
  const spread = (meanSquare(data.X, pass, params) - squared(whole)) / EXAMPLES;
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

/**
 * The mean over examples of |g|^2, g being the gradient of one: its dW is a^T delta and its db is delta, so that
 * |g|^2 = sum over layers of (|a|^2 + 1) |delta|^2, delta being its row of dz without the mean's 1/N.
 */
function meanSquare(X: NdArray, { cache, grads }: Pass, params: Params): number {
  let sum = 0;
  for (let layer = 1; layer <= depthOf(params); layer++) {
    const a = rowSquares(layer === 1 ? X : named(cache, `a${layer - 1}`));
    const delta = rowSquares(scale(named(grads, `dz${layer}`), EXAMPLES));
    for (const [i, square] of a.entries()) sum += (square + 1) * (delta[i] ?? Number.NaN);
  }
  return sum / EXAMPLES;
}

/** The squared length of each row: (N, n) -> (N). */
function rowSquares(A: NdArray): number[] {
  const n = columnsOf(A);
  return Array.from({ length: rowsOf(A) }, (_, i) => squared(A.data.subarray(i * n, (i + 1) * n)));
}

function squared(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? Number.NaN) ** 2;
  return sum;
}

/** Squared; NaN is as far as it gets. */
function distance(a: readonly number[], b: readonly number[]): number {
  const sum = a.reduce((total, value, i) => total + (value - (b[i] ?? Number.NaN)) ** 2, 0);
  return Number.isNaN(sum) ? Infinity : sum;
}
