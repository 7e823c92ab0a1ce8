// Which examples a training loop draws: told by their losses in a run that may not learn, one example a batch.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { exampleLosses } from '../../reference/float64/softmax.ts';
import { map, matrix } from '../../reference/ndarray.ts';
import { show } from './compare.ts';
import { judgeDrawOrder } from './drawOrder.ts';
import { nameOfFailure } from './earlier.ts';
import { CheckFailure, CheckSkipped } from './failure.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, seenOn, type Run, type Trainee } from './training.ts';

const CLASSES = 3;
const WIDTH = 4;
/** Examples that can be told by their loss. */
const TOLD_EXAMPLES = 300;
/** Twice over: without replacement each example comes twice, with it 86 % come at least once. */
const TOLD_STEPS = 2 * TOLD_EXAMPLES;
const SMALLEST_SHARE_DRAWN = 0.6;
/** With replacement two draws in 600 are that of the step before, and more than 20 once in 10^14 runs. */
const MOST_REPEATED = 20;
/** Of labels in an order of their own two in three are another class's, in some epoch; fewer than this have another reason. */
const LEAST_TORN = 0.5;
/** Rank correlation of a shuffled order with the original one: six deviations of 1 / sqrt(n). */
const LARGEST_CORRELATION = 6 / Math.sqrt(TOLD_EXAMPLES);
/** Losses of two examples lie 1e-5 apart where they are nearest, and right code differs by 1e-9 at most. */
const TOLD_APART = 1e-7;
/** The largest guard that counts as right, and what is asked at least where p is below 1e-7. */
const GUARD = 1e-12;
const GUARDED_LOSS = 16;

/** Fails where a run that may not learn, one example a batch, shows by its losses that it does not draw from all of them. */
export async function judgeDraws(trainee: Trainee): Promise<void> {
  const { student, seed, hidden } = trainee;
  const rng = stream(seed, 'draws');
  const data = labelledNoise(rng, TOLD_EXAMPLES);
  const run = { hidden, lr: 0, batchSize: 1, steps: TOLD_STEPS, seed: integer(rng, 0, 2 ** 32 - 1) };
  const { params, losses } = await callTrain(student, data, run);
  const known = knownLosses(data, params);
  if (new Set(known.map(({ loss }) => loss.toPrecision(6))).size < known.length / 2)
    throw new CheckSkipped(
      'With these first weights every example has the same loss: mend initParams first.',
    );
  const told = tellExamples(data, known, losses);
  const unknown = told.filter((each) => each === null).length;
  if (unknown > 0) {
    throw new CheckFailure(
      `With one example a batch and lr 0, ${unknown} of ${losses.length} losses are the loss of no example.${seenOn(run)}`,
    );
  }
  const drawn = told.filter((each) => each !== null);
  const isTorn = ({ i, label }: Drawn) => data.y[i] !== label;
  const strange = drawn.filter(isTorn).length;
  if (strange > 0) {
    throw new CheckFailure(
      `${strange} of ${drawn.length} losses are those of an example with another example's label: ` +
        `one order has to serve both X and y.${seenOn(run)}`,
      { misconception: mostTorn(drawn.map(isTorn)) > LEAST_TORN ? 'labels-not-shuffled-along' : null },
    );
  }
  const order = drawn.map(({ i }) => i);
  judgeCoverage(order, run);
  for (const start of [0, TOLD_EXAMPLES])
    await judgeEpoch(order.slice(start, start + TOLD_EXAMPLES), run, trainee);
}

/** The share of draws with another example's label in the epoch that has most of them. */
function mostTorn(torn: readonly boolean[]): number {
  const epochs = [torn.slice(0, TOLD_EXAMPLES), torn.slice(TOLD_EXAMPLES)];
  return Math.max(...epochs.map((epoch) => epoch.filter(Boolean).length / Math.max(1, epoch.length)));
}

function judgeCoverage(drawn: readonly number[], run: Run): void {
  const distinct = new Set(drawn).size;
  const seen = `${distinct} of ${TOLD_EXAMPLES} examples were drawn in ${drawn.length} steps`;
  if (distinct === 1) {
    throw new CheckFailure(`${seen}: draw a new batch in every step.${seenOn(run)}`, {
      misconception: 'same-batch-every-step',
    });
  }
  if (distinct < SMALLEST_SHARE_DRAWN * TOLD_EXAMPLES)
    throw new CheckFailure(`Only ${seen}: every example has to have its turn.${seenOn(run)}`);
  const repeated = drawn.filter((i, step) => i === drawn[step - 1]).length;
  if (repeated > MOST_REPEATED)
    throw new CheckFailure(
      `In ${repeated} of ${drawn.length} steps the batch is that of the step before: draw a new one in every step.${seenOn(run)}`,
    );
}

/** Fails where the order is the one of X, or much like it; many epochs tell whether every one leans that way. */
async function judgeEpoch(epoch: readonly number[], run: Run, trainee: Trainee): Promise<void> {
  if (epoch.every((i, position) => i === position)) {
    throw new CheckFailure(
      `The examples are drawn in the order in which they stand in X: shuffle them.${seenOn(run)}`,
      { misconception: 'not-shuffled' },
    );
  }
  const correlation = rankCorrelation(epoch);
  if (Math.abs(correlation) <= LARGEST_CORRELATION) return;
  const [misconception = null] = await nameOfFailure(() => judgeDrawOrder(trainee));
  throw new CheckFailure(
    `The order of draws leans on the order in which the examples stand in X (rank correlation ${show(correlation)}; ` +
      `of a fair shuffle it is near 0): every order has to be equally likely.${seenOn(run)}`,
    { misconception },
  );
}

/** Noise with labels at random, each example with a loss of its own. */
export function labelledNoise(rng: () => number, examples: number): Labelled {
  const X = map(matrix(examples, WIDTH), () => normal(rng));
  const y = Int32Array.from({ length: examples }, (_, i) => (i < CLASSES ? i : integer(rng, 0, CLASSES - 1)));
  return { X, y, classes: CLASSES };
}

/** Which example, with which label, has each of these losses; null where none has. */
function tellExamples({ y }: Labelled, known: readonly KnownLoss[], losses: Float64Array): (Drawn | null)[] {
  return Array.from(losses, (loss) => {
    const near = known.filter(({ from, to }) => loss >= from && loss <= to);
    const own = near.find(({ i, label }) => y[i] === label);
    return own ?? near[0] ?? null;
  });
}

/** An example, and the label with which it was drawn. */
interface Drawn {
  i: number;
  label: number;
}

interface KnownLoss extends Drawn {
  loss: number;
  /** What counts as this loss, both included. */
  from: number;
  to: number;
}

/** The loss of every example with every label. */
function knownLosses({ X, y, classes }: Labelled, params: Params): KnownLoss[] {
  const logits = named(layers('relu', X, params), `z${depthOf(params)}`); // (N, C)
  return Array.from({ length: classes }, (_, label) => {
    const losses = exampleLosses(logits, new Int32Array(y.length).fill(label)); // (N)
    return Array.from(losses, (loss, i) => ({ i, label, loss, ...boundsOf(loss) }));
  }).flat();
}

/** Of a loss that is this one, exact or with a guard against log 0: log(p + 1e-12) shows as soon as p is small. */
function boundsOf(exact: number): { from: number; to: number } {
  const guarded = exact > GUARDED_LOSS ? GUARDED_LOSS : -Math.log(Math.exp(-exact) + GUARD);
  const room = TOLD_APART * Math.max(1, exact);
  return { from: guarded - room, to: exact + room };
}

/** Correlation of the order of draws with the numbers drawn. */
function rankCorrelation(drawn: readonly number[]): number {
  const middle = (drawn.length - 1) / 2;
  const average = drawn.reduce((sum, i) => sum + i, 0) / drawn.length;
  let [product, square] = [0, 0];
  drawn.forEach((i, position) => {
    product += (position - middle) * (i - average);
    square += (i - average) ** 2;
  });
  return product / Math.sqrt(square * ((drawn.length * (drawn.length ** 2 - 1)) / 12));
}
