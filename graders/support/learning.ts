// What the reference makes of a goal: its own curve for comparison, and proof that a linear model cannot reach it.

import { drawClusters } from '../../reference/datasets/clusters.ts';
import { evaluate, train } from '../../reference/float64/training.ts';
import type { Activation } from '../../reference/float64/mlp.ts';
import type { Figure, Series } from '../../harness/result.ts';
import { normal, stream } from './random.ts';
import type { Goal } from './trainGoal.ts';

/** The reference's run is the same in every report. */
const SEED = 20_260_301;
/** Losses of single batches jump: each point is the mean of so many. */
const SMOOTHED = 20; // steps

const losses = new Map<string, number[]>();
const linear = new Map<string, number>();

/** The losses of a run beside those of the reference on data of the same kind. */
export function lossFigure(title: string, own: ArrayLike<number>, goal: Goal, hidden = [16]): Figure {
  const reference = losses.get(goal.name + hidden.join()) ?? runReference('relu', goal, hidden).losses;
  losses.set(goal.name + hidden.join(), reference);
  const { lr, batchSize, steps } = goal.run;
  return {
    kind: 'lines',
    title,
    caption:
      `The loss of each mini-batch, as a mean of ${SMOOTHED} steps, with lr ${lr}, batches of ${batchSize} and ${steps} steps; ` +
      'the reference drew its own weights and batches.',
    xLabel: 'step',
    yLabel: 'loss',
    isLogarithmic: true,
    series: [smoothed('yours', own), smoothed('reference', reference)],
  };
}

/** Throws where a model without an activation reaches the goal's accuracy: the goal would prove nothing. */
export function requireLinearFails(goal: Goal): void {
  const accuracy = linear.get(goal.name) ?? linearAccuracy(goal);
  linear.set(goal.name, accuracy);
  if (accuracy >= goal.accuracy) throw new Error(`a linear model reaches ${accuracy} on ${goal.name}`);
}

function linearAccuracy(goal: Goal): number {
  const { params } = runReference('identity', goal, [16]);
  return evaluate('identity', dataOf(goal), params).accuracy;
}

function runReference(
  activation: Activation,
  goal: Goal,
  hidden: readonly number[],
): ReturnType<typeof train> {
  const rng = stream(SEED, `reference ${goal.name}`);
  const draws = { uniform: rng, normal: () => normal(rng) };
  return train(dataOf(goal), { ...goal.run, ...draws, activation, hidden });
}

function dataOf({ name, clusters, examples }: Goal): ReturnType<typeof drawClusters> {
  const rng = stream(SEED, name);
  return drawClusters(clusters, examples, () => normal(rng));
}

/** Means of runs of steps, each at its middle. */
function smoothed(name: string, values: ArrayLike<number>): Series {
  const series: Series = { name, x: [], y: [] };
  for (let start = 0; start < values.length; start += SMOOTHED) {
    const part = Array.from(values).slice(start, start + SMOOTHED);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    series.x.push(start + part.length / 2);
    series.y.push(Number.isFinite(mean) ? Number(mean.toPrecision(4)) : null);
  }
  return series;
}
