// The short batch that ends an epoch: its mean is over the examples that are in it, not over as many as were asked for.

import { rowsAt } from '../../reference/float64/training.ts';
import { lossAndGrads, type Params } from '../../reference/float64/mlp.ts';
import { stepped } from '../../reference/float64/descent.ts';
import { scale } from '../../reference/ndarray.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { labelledNoise } from './drawnExamples.ts';
import { CheckFailure } from './failure.ts';
import { integer, stream } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';
import { isRight } from './trial.ts';

const EXAMPLES = 300;
/** All but one: then the second batch of an epoch holds one example, if there is such a batch at all. */
const BATCH = EXAMPLES - 1;
const STEPS = 2;
/** Large enough that a step on the one example is told from a 299th of it. */
const LR = 0.5;
/** Losses of two examples lie 1e-5 apart where they are nearest, and right code differs by 1e-9 at most. */
const SAME_LOSS = 1e-7;

/** Fails where the step on a short last batch, or its loss, is divided by the size of a whole one. */
export async function judgeShortBatch({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'short batch');
  const data = labelledNoise(rng, EXAMPLES);
  const run = { hidden, lr: LR, batchSize: BATCH, steps: STEPS, seed: integer(rng, 0, 2 ** 32 - 1) };
  const start = await callTrain(student, data, { ...run, lr: 0 });
  const left = leftOver(data, start.params, start.losses[1] ?? Number.NaN);
  if (left === null) return; // no short batch: dropped, or drawn with replacement
  const after = await callTrain(student, data, run);
  if (!left.isDivided && !isRight(after.params, afterBoth(data, start.params, left.i, BATCH), 'forward'))
    return;
  throw new CheckFailure(
    `With ${EXAMPLES} examples the second batch is short, one example; its mean was taken over ${BATCH}. ` +
      `Divide by the rows that a batch has, not by batchSize.${seenOn(run)}`,
  );
}

interface LeftOver {
  /** The example that the first batch left out. */
  i: number;
  /** Whether its loss, too, was divided by the size of a whole batch. */
  isDivided: boolean;
}

/** The example whose loss this is; null where it is no example's. */
function leftOver(data: Labelled, params: Params, loss: number): LeftOver | null {
  const losses = Array.from(data.y, (_, i) => {
    const { X, y } = rowsAt(data, [i]);
    return lossAndGrads('relu', X, y, params).loss;
  });
  const near = (value: number) =>
    losses.findIndex((own) => Math.abs(own - value) <= SAME_LOSS * Math.max(1, own));
  const [i, divided] = [near(loss), near(loss * BATCH)];
  if (i >= 0) return { i, isDivided: false };
  return divided >= 0 ? { i: divided, isDivided: true } : null;
}

/** The parameters after a step on all but example i and one on that example, whose gradients are divided by `size`. */
function afterBoth(data: Labelled, params: Params, i: number, size: number): Params {
  const others = Array.from(data.y, (_, other) => other).filter((other) => other !== i);
  const whole = rowsAt(data, others);
  const first = stepped({ params, grads: lossAndGrads('relu', whole.X, whole.y, params).grads, lr: LR });
  const short = rowsAt(data, [i]);
  const { grads } = lossAndGrads('relu', short.X, short.y, first);
  const divided = Object.entries(grads).map(([name, grad]) => [name, scale(grad, 1 / size)]);
  return stepped({ params: first, grads: Object.fromEntries(divided) as Tensors, lr: LR });
}
