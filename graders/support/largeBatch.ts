// A batch of nearly all examples holds as many as were asked for, and each with its own label, the batches that go on from one
// epoch into the next too: its mean loss tells how many of each kind there were.

import { matrix } from '../../reference/ndarray.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { lossesOf } from './composition.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream, type Rng } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';

const EXAMPLES = 1024;
export const BATCH = 1000;
/** The short batch of an epoch may be drawn first, or joined to the one before. */
const SIZES = [BATCH, EXAMPLES - BATCH, EXAMPLES];
export const STEPS = 3;
const WIDTH = 4;
/** Every third example is of the other kind. */
const STRIDE = 3;
/** Runs that are looked at: of 256 examples, say, one in 32 looks like one of 1000 or of 24. */
const TRIES = 4;
/** Losses of the two kinds that are nearer say too little. */
const TOLD_APART = 0.05;
/** A count that is whole but for rounding, of float32 at most. */
const WHOLE = 0.02;

/** Fails where a large batch has another size than was asked for. */
export async function judgeLargeBatch({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'large batch');
  for (let tried = 0; tried < TRIES; tried++) {
    const data = twoKinds(rng);
    const run = { hidden, lr: 0, batchSize: BATCH, steps: STEPS, seed: integer(rng, 0, 2 ** 32 - 1) };
    const { params, losses } = await callTrain(student, data, run);
    const [one = Number.NaN, other = Number.NaN] = lossesOf(data, [0, 1], params);
    const shares = Array.from(losses, (loss) => (loss - one) / (other - one));
    const isTold = Math.abs(other - one) > TOLD_APART && shares.every((share) => share >= 0 && share <= 1);
    const stray = shares.findIndex((share) => !SIZES.some((size) => isWhole(share * size)));
    if (!isTold || stray < 0) continue;
    throw new CheckFailure(
      `Of a set of two kinds of examples, batch ${stray} of ${BATCH} has a mean loss that no ${BATCH} of them have: batchSize ` +
        `examples belong into a batch, however many that are, and each with its own label.${seenOn(run)}`,
    );
  }
}

function isWhole(count: number): boolean {
  return Math.abs(count - Math.round(count)) <= WHOLE;
}

/** One example over and over, and another one, of another class, at every third place. */
export function twoKinds(rng: Rng): Labelled {
  const draw = () => Array.from({ length: WIDTH }, () => normal(rng));
  const kinds = [draw(), draw()] as const;
  const y = Int32Array.from({ length: EXAMPLES }, (_, i) => (i % STRIDE === 1 ? 1 : 0));
  const rows = Array.from(y, (label) => kinds[label === 1 ? 1 : 0]);
  return { X: matrix(EXAMPLES, WIDTH, rows.flat()), y, classes: 2 };
}
