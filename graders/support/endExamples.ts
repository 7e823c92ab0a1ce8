// Examples that an index off by one leaves out: the first and the last, and one that a tail held back would hide.

import { lossAndGrads, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { matrix } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, judgeForm, seenOn, type Trainee } from './training.ts';

const EXAMPLES = 300;
const WIDTH = 4;
/** Where an example stands that is not like the rest, each of a class of its own; one class more than elsewhere. */
const PLACES = [0, Math.floor(0.9 * EXAMPLES), EXAMPLES - 1];
const BATCH = 30;
/** Each example is drawn 25 times on average; with replacement, one of three never is once in 10^10. */
const STEPS = 250;
/** So often a batch may hold one example; with replacement, one comes more often once in 10^5 batches. */
const MOST_TIMES = 4;
/** Losses differ by rounding alone, of float32 at most. */
const SAME_LOSS = 1e-7;
/** A strange example whose loss is nearer to that of the plain one says nothing. */
const TOLD_APART = 1e-3;

/** Fails where a run that may not learn shows by its losses that an example is never drawn. */
export async function judgeEnds({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'end examples');
  const data = plainButAtPlaces(rng);
  const run = { hidden, lr: 0, batchSize: BATCH, steps: STEPS, seed: integer(rng, 0, 2 ** 32 - 1) };
  const trained = await callTrain(student, data, run);
  judgeForm(trained, run);
  const own = [1, ...PLACES].map((i) => lossOf(data, i, trained.params));
  const missed = PLACES.find(
    (_, place) =>
      Math.abs((own[place + 1] ?? 0) - (own[0] ?? 0)) > TOLD_APART &&
      trained.losses.every((loss) => isWithout(loss, own, place)),
  );
  if (missed === undefined) return;
  throw new CheckFailure(
    `In ${STEPS} steps example ${missed} of 0 to ${EXAMPLES - 1} was in no batch: ` +
      `every example has to have its turn, the last one, too.${seenOn(run)}`,
  );
}

/** One example over and over, of class 0, but for those that stand at PLACES. */
function plainButAtPlaces(rng: () => number): Labelled {
  const draw = () => Array.from({ length: WIDTH }, () => normal(rng));
  const plain = draw();
  const X = matrix(EXAMPLES, WIDTH, Array.from({ length: EXAMPLES }, () => plain).flat());
  const y = new Int32Array(EXAMPLES);
  for (const [place, i] of PLACES.entries()) {
    X.data.set(draw(), i * WIDTH);
    y[i] = place + 1;
  }
  return { X, y, classes: PLACES.length + 1 };
}

function lossOf({ X, y }: Labelled, i: number, params: Params): number {
  const x = matrix(1, WIDTH, X.data.subarray(i * WIDTH, (i + 1) * WIDTH));
  return lossAndGrads('relu', x, y.subarray(i, i + 1), params).loss;
}

/** Whether a batch's loss is that of plain examples and strange ones other than this. */
function isWithout(loss: number, [plain = 0, ...strange]: readonly number[], place: number): boolean {
  const others = strange.filter((_, index) => index !== place);
  const [one = 0, two = 0] = others;
  for (let ones = 0; ones <= MOST_TIMES; ones++) {
    for (let twos = 0; twos <= MOST_TIMES; twos++) {
      const mean = plain + (ones * (one - plain) + twos * (two - plain)) / BATCH;
      if (Math.abs(loss - mean) <= SAME_LOSS * Math.max(1, mean)) return true;
    }
  }
  return false;
}
