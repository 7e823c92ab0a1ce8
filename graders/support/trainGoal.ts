// What training has to reach on a data set.

import { evaluate } from '../../reference/float64/training.ts';
import { drawClusters } from '../../reference/datasets/clusters.ts';
import type { TrainingSet } from '../../reference/datasets/goals.ts';
import { show } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, judgeForm, seenOn, type Run, type Trained, type Trainee } from './training.ts';

/** What a data set asks of training on it. */
export interface Goal extends TrainingSet {
  run: Omit<Run, 'hidden' | 'seed'>;
  accuracy: number;
  loss: number;
  /** Said where the accuracy is that of a model without an activation, or lower. */
  advice?: { below: number; says: string };
}

/** Trains on `goal`'s data and fails where the network has not learned it; gives the losses otherwise. */
export async function judgeGoal({ student, seed, hidden }: Trainee, goal: Goal): Promise<Trained> {
  const rng = stream(seed, goal.name);
  const data = drawClusters(goal.clusters, goal.examples, () => normal(rng));
  const run = { ...goal.run, hidden, seed: integer(rng, 0, 2 ** 32 - 1) };
  const result = await callTrain(student, data, run);
  const { loss, accuracy } = evaluate('relu', data, result.params);
  if (accuracy >= goal.accuracy && loss <= goal.loss) {
    judgeForm(result, run); // a run that ends early is no run of so many steps
    return result;
  }
  throw new CheckFailure(
    `On ${goal.name} the trained network is right on ${show(accuracy)} of all examples with a loss of ${show(loss)}; ` +
      `expected ${goal.accuracy} and ${goal.loss}.${adviceOn(goal, accuracy, loss)}${seenOn(run)}`,
    { evidence: { where: 'params', expected: goal.accuracy, got: Number(show(accuracy)) } },
  );
}

/** What the two numbers say of the reason. */
function adviceOn(goal: Goal, accuracy: number, loss: number): string {
  if (!Number.isFinite(loss))
    return ' Some parameters are no longer finite, or far too large: look at the steps.';
  if (accuracy >= goal.accuracy) return ' Most predictions are right, but the loss is too high.';
  return goal.advice && accuracy <= goal.advice.below ? goal.advice.says : '';
}
