// The short batch that ends an epoch: its mean is over the examples in it. On copies of one picture all batches are alike, so that a
// loss or a step that is divided by the size of a whole batch comes out so many times too small.

import { named } from '../../../reference/float64/mlp.ts';
import { dot } from '../../../reference/misconceptions/chain.ts';
import { zip } from '../../../reference/ndarray.ts';
import { CheckFailure } from '../failure.ts';
import { gradsOnCopies } from './onePicture.ts';
import { seenOn, type Recorded, type Trained } from './training.ts';

/** Share of the factor by which it may be missed: the step before leaves nine tenths of a loss, float32 all but a thousandth. */
const CLOSE = 0.3;
/** Share of a movement that may point elsewhere. */
const STRAIGHT = 0.03;

/**
 * Fails where the loss or the step of the short batch in `both`, a whole one and a short, is divided by the size of a whole one; `whole`
 * is the same run without the short one. Silent about what is neither: that is for other checks to say.
 */
export function judgeShortBatch(both: Recorded, whole: Trained): void {
  const { batchSize } = both.options;
  const short = both.train.digits.count - batchSize;
  const isDivided = (share: number) => Math.abs((share * batchSize) / short - 1) <= CLOSE;
  const { trainLoss } = both.history;
  const [first, second] = trainLoss;
  const isLoss = trainLoss.length === 2 && isDivided((second ?? Number.NaN) / (first ?? Number.NaN));
  if (!isLoss && !isDivided(shareOfStep(both, whole))) return;
  throw new CheckFailure(
    `The second batch of an epoch is short, ${short} examples; ${isLoss ? 'its loss' : 'its gradient'} was divided by ${batchSize}. ` +
      `Divide by the rows that a batch has, not by batchSize. ${seenOn(both)}`,
  );
}

/** How much of a plain step on the picture the second batch made of b2; NaN where it went elsewhere. */
function shareOfStep(both: Trained, whole: Trained): number {
  const step = named(gradsOnCopies(whole.train.digits, whole.weights), 'db2');
  const moved = zip(named(both.weights, 'b2'), named(whole.weights, 'b2'), (after, before) => before - after);
  const along = dot(moved, step) / dot(step, step);
  const aside = zip(moved, step, (got, slope) => got - along * slope);
  return Math.sqrt(dot(aside, aside)) <= STRAIGHT * Math.sqrt(dot(moved, moved))
    ? along / both.options.lr
    : Number.NaN;
}
