// Steps where the loss is steep: a bound on the gradients, which gentle examples never reach, shows there.

import { depthOf, layers, lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { rowsAt } from '../../reference/float64/training.ts';
import { softmax } from '../../reference/float64/softmax.ts';
import { trained } from '../../reference/misconceptions/training.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { at, columnsOf, map, matrix } from '../../reference/ndarray.ts';
import { movement, type ConstantRuns } from './constantRuns.ts';
import { dataOf } from './constantData.ts';
import { CheckFailure } from './failure.ts';
import { normal, stream } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';
import { differenceIn } from './trial.ts';

/** Among so many examples one has a gradient of 20 or more, whatever the first weights are. */
const CANDIDATES = 100;
/** Deviation of their entries; those of gentle ones have 1. */
const SCALE = 10;
/** Of the label's class: above it, a guard against log 0 is nothing even in a whole softmax Jacobian. */
const LEAST_PROBABILITY = 1e-3;
/** Small enough that steps on gradients so large stay steps downhill. */
const LR = 0.002;

/** Fails where three steps on a steep example are not plain ones; `constant` tells where the run starts. */
export async function judgeSteepSteps({ student, seed }: Trainee, constant: ConstantRuns): Promise<void> {
  const calm = await constant.right();
  if (calm === null) return;
  const { params } = calm.input;
  const steep = steepest(stream(seed, 'steep steps'), calm.data, params);
  if (steep === null) return;
  const run = { ...calm.run, lr: LR };
  const learned = await callTrain(student, dataOf(steep, calm.data), run);
  const input = { ...calm.input, ...rowsAt(steep, new Array<number>(run.batchSize).fill(0)), lr: LR };
  const [want, got] = [movement(input, trained(input)), movement(input, learned.params)];
  for (const name of Object.keys(want)) {
    const difference = differenceIn({ ...calm, want, got }, name);
    if (!difference) continue;
    throw new CheckFailure(
      `Where gradients are large (entries of X up to ${2 * SCALE}), after ${run.steps} steps on a batch that is always the ` +
        `same, (theta before - theta after) / lr: ${difference.message} A step is lr times the whole gradient, ` +
        `however large.${seenOn(run)}`,
      { evidence: difference.evidence },
    );
  }
}

/** The one example, with its label, whose gradient is the largest of those whose label is not out of the question. */
function steepest(rng: () => number, { X, classes }: Labelled, params: Params): Labelled | null {
  const drawn = map(matrix(CANDIDATES, columnsOf(X)), () => SCALE * normal(rng));
  const p = softmax(named(layers('relu', drawn, params), `z${depthOf(params)}`)); // (CANDIDATES, C)
  let [best, most]: [Labelled | null, number] = [null, 0];
  for (let i = 0; i < CANDIDATES; i++) {
    const label = leastProbable(Array.from({ length: classes }, (_, c) => at(p, i, c)));
    const one = rowsAt({ X: drawn, y: new Int32Array(CANDIDATES).fill(label), classes }, [i]);
    const size = squared(lossAndGrads('relu', one.X, one.y, params).grads, params);
    if (size > most) [best, most] = [one, size];
  }
  return best;
}

/** The least probable class of those that count. */
function leastProbable(p: readonly number[]): number {
  const counting = p.filter((probability) => probability >= LEAST_PROBABILITY);
  return p.indexOf(Math.min(...counting));
}

function squared(grads: Tensors, params: Params): number {
  const entries = Object.keys(params).flatMap((name) => Array.from(named(grads, `d${name}`).data));
  return entries.reduce((sum, entry) => sum + entry ** 2, 0);
}
