// A step far into a long run is one like any other: a learning rate that falls on the way shows there.

import { stepped } from '../../reference/float64/descent.ts';
import { lossAndGrads, type Params } from '../../reference/float64/mlp.ts';
import { matrix } from '../../reference/ndarray.ts';
import { compare } from './compare.ts';
import { constantData, drawExample } from './constantData.ts';
import { movement } from './constantRuns.ts';
import { CheckFailure } from './failure.ts';
import { integer, stream } from './random.ts';
import { TOLERANCE } from './tolerance.ts';
import { callTrain, seenOn, type Trained, type Trainee } from './training.ts';

/** Past the 2000 steps and, with 20 batches an epoch, the 100 epochs where schedules of the learning rate begin at the latest. */
const LATE = 2050;
/** Few: these runs are the longest of all, and a step costs as much as its batch is large. */
const EXAMPLES = 80;
const BATCH = 4;
/** Small enough that there is still something to learn then: the slopes are a thousandth of the first ones. */
const RATE = 0.02;
/** One batch in ten has a strange example and says nothing: four in a row do once in 10^4, and then nothing is said. */
const TRIES = 4;

/**
 * Fails where two runs of one start, one of them a step longer, do not lie a plain step apart. Silent where their losses part
 * before: what is drawn may depend on the number of steps.
 */
export async function judgeLateStep({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'late step');
  for (let tried = 0; tried < TRIES; tried++) {
    const example = drawExample(rng);
    const data = constantData(rng, example, EXAMPLES);
    const run = { hidden, lr: RATE, batchSize: BATCH, steps: LATE, seed: integer(rng, 0, 2 ** 32 - 1) };
    const before = await callTrain(student, data, run);
    const after = await callTrain(student, data, { ...run, steps: LATE + 1 });
    if (!before.losses.every((loss, step) => Object.is(loss, after.losses[step]))) return;
    const X = matrix(BATCH, example.length, repeated(example)); // (B, in)
    const { loss, grads } = lossAndGrads('relu', X, new Int32Array(BATCH), before.params);
    if (!isNear(after.losses[LATE], loss)) continue; // a batch with a strange example
    const says = flawIn(after, before.params, stepped({ params: before.params, grads, lr: RATE }));
    if (says === null) return;
    throw new CheckFailure(
      `Step ${LATE + 1} of a run, (theta before - theta after) / lr: ${says} Late steps, too, are lr times the gradient of ` +
        `their batch.${seenOn({ ...run, steps: LATE + 1 })}`,
    );
  }
}

/** What is wrong with where the step went; null where nothing is. */
function flawIn({ params: after }: Trained, before: Params, wanted: Params): string | null {
  const input = { params: before, lr: RATE };
  const [got, want] = [movement(input, after), movement(input, wanted)];
  const differences = Object.entries(want).map(([name, tensor]) =>
    compare(name, got[name] ?? tensor, tensor, 'forward'),
  );
  return differences.find((each) => each !== null)?.message ?? null;
}

function repeated(example: readonly number[]): number[] {
  return Array.from({ length: BATCH }, () => example).flat();
}

function isNear(loss: number | undefined, want: number): boolean {
  return loss !== undefined && Math.abs(loss - want) <= TOLERANCE * Math.max(1, want);
}
