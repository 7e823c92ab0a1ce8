// The accuracy that `train` tells, where it cannot be but 1: on two kinds of examples which are both told right, a label that is
// another example's shows, and so does a short batch that is divided by the size of a whole one.

import { lossesOf } from './composition.ts';
import { show } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { BATCH, STEPS, twoKinds } from './largeBatch.ts';
import { integer, stream } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';

/** Of four draws one is of that sort, so that none is in one grading of 100. */
const TRIES = 16;
/** Of two classes the right one is the likelier where its loss is below this. */
const EVEN = Math.LN2;
/** A loss so near to it may fall on either side by rounding. */
const NEAR = 1e-6;
/** A share of all examples, or of a batch, differs by rounding alone. */
const SAME_SHARE = 1e-6;

/** Fails where accuracy is not the share of examples whose label has the largest logit. */
export async function judgeAccuracies({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'accuracies');
  for (let tried = 0; tried < TRIES; tried++) {
    const data = twoKinds(rng);
    const run = { hidden, lr: 0, batchSize: BATCH, steps: STEPS, seed: integer(rng, 0, 2 ** 32 - 1) };
    const { params, accuracy } = await callTrain(student, data, run);
    if (!lossesOf(data, [0, 1], params).every((loss) => loss < EVEN - NEAR)) continue;
    const stray = accuracy.find((each) => !(Math.abs(each - 1) <= SAME_SHARE));
    if (stray === undefined) return;
    throw new CheckFailure(
      `accuracy holds ${show(stray)}, and all examples are told right, in every batch and in all data: it is the share ` +
        `where the largest logit is that of the example's own label.${seenOn(run)}`,
      { evidence: { where: 'accuracy', expected: 1, got: Number(show(stray)) } },
    );
  }
}
