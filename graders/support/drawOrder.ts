// How fairly a training loop draws its batches: over many first epochs that may not learn, no place of X comes early, and no
// neighbours come together.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import { exampleLosses } from '../../reference/float64/softmax.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { matrix } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, seenOn, type Run, type Trainee } from './training.ts';

const EXAMPLES = 300;
const WIDTH = 4;
/** The longest example; all lie on one line, so that losses rise or fall from the first to the last. */
const LENGTH = 3;
const BATCH = 30;
const STEPS = EXAMPLES / BATCH;
/** Runs of one epoch each at most: a loop may shuffle but once. */
const MANY_RUNS = 64;
/**
 * After so many, only what looks odd goes on: beyond a sum, in deviations, or a mean square. One right loop in twenty does after
 * the first few, and 97 in 100 of those that sort by a random comparator.
 */
const STAGES = [
  { runs: 8, sum: 2, square: 1.3 },
  { runs: 24, sum: 3, square: 1.3 },
];
/** Those that many runs of fair draws, with or without replacement, exceed less than once in 10^7. */
const BIASED = { sum: 5.3, square: 1.5 };
/** Mean square above which batches are blocks of neighbours, which reach 30; a random comparator gives 2.5. */
const BLOCKS = 8;
/** Of fewer nothing is said. */
const FEWEST = 8;
/** A bias has a name where the sum is so many times as large as the scatter of single runs explains. */
const CLEAR = 4;

/** Fails where places of X are likelier early or late, or where batches hold neighbours. */
export async function judgeDrawOrder(trainee: Trainee): Promise<void> {
  const rng = stream(trainee.seed, 'order of draws');
  const data = exampleLine(rng);
  const run = { hidden: trainee.hidden, lr: 0, batchSize: BATCH, steps: STEPS, seed: 0 };
  const epochs: Epoch[] = [];
  for (let done = 0; done < MANY_RUNS; done++) {
    const stage = STAGES.find(({ runs }) => runs === done);
    if (stage && (!isBeyond(epochs, stage) || squareOf(epochs) > BLOCKS)) break;
    const each = { ...run, seed: integer(rng, 0, 2 ** 32 - 1) };
    const { params, losses } = await callTrain(trainee.student, data, each);
    const epoch = epochOf(lineLosses(data, params), losses);
    if (epoch) epochs.push(epoch);
  }
  judgeEpochs(epochs, run);
}

function judgeEpochs(epochs: readonly Epoch[], run: Run): void {
  if (epochs.length < FEWEST || !isBeyond(epochs, BIASED)) return;
  const seen = `Seen over ${epochs.length} runs of one epoch.${seenOn(run)}`;
  const square = squareOf(epochs);
  if (square > BLOCKS) {
    throw new CheckFailure(
      'Batches of train hold examples that stand near each other in X: shuffle single examples, not whole batches or the ' +
        `place where they start. ${seen}`,
    );
  }
  const isClear = sumOf(epochs) > Math.max(BIASED.sum, CLEAR * Math.sqrt(square));
  throw new CheckFailure(
    `The batches of train are not shuffled fairly: where an example stands in X makes it likelier early, or late. ${seen}`,
    { misconception: isClear ? 'shuffle-biased' : null },
  );
}

/** Whether either sum, or the mean square, is larger than that. */
function isBeyond(epochs: readonly Epoch[], { sum, square }: typeof BIASED): boolean {
  return sumOf(epochs) > sum || squareOf(epochs) > square;
}

/** The larger of both sums over all epochs, in deviations, without its sign. */
function sumOf(epochs: readonly Epoch[]): number {
  const deviations = (of: (epoch: Epoch) => number) => total(epochs.map(of)) / Math.sqrt(epochs.length);
  return Math.max(Math.abs(deviations(({ trend }) => trend)), Math.abs(deviations(({ level }) => level)));
}

function squareOf(epochs: readonly Epoch[]): number {
  return total(epochs.map(({ square }) => square)) / epochs.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** What one epoch shows; of fair draws, `trend` and `level` have mean 0 and variance 1, or less, `square` a mean of 1 or less. */
interface Epoch {
  /** Whether late places come late. */
  trend: number;
  /** Whether late places come more often. */
  level: number;
  square: number;
}

/** Null where the losses tell nothing, or are none of such batches. */
function epochOf(own: Float64Array, losses: Float64Array): Epoch | null {
  const mean = total(Array.from(own)) / own.length;
  const variance = total(Array.from(own, (loss) => (loss - mean) ** 2)) / own.length;
  const rising = Math.sign((own.at(-1) ?? 0) - (own[0] ?? 0));
  if (!(variance > 0) || losses.length !== STEPS) return null;
  const off = Array.from(losses, (loss) => (rising * (loss - mean)) / Math.sqrt(variance / BATCH));
  const most = Math.sqrt(BATCH * EXAMPLES); // no mean lies farther from another
  if (!off.every((each) => Math.abs(each) <= most)) return null;
  const weights = off.map((_, step) => step - (STEPS - 1) / 2);
  const size = Math.sqrt(total(weights.map((weight) => weight ** 2)));
  return {
    trend: total(off.map((each, step) => each * (weights[step] ?? 0))) / size,
    level: total(off) / Math.sqrt(STEPS),
    square: total(off.map((each) => each ** 2)) / STEPS,
  };
}

/** Examples on a line, longer and longer, all of class 0 but for the first, so short that its loss is that of either class. */
function exampleLine(rng: () => number): Labelled {
  const direction = Array.from({ length: WIDTH }, () => normal(rng));
  const length = LENGTH / Math.hypot(...direction);
  const rows = Array.from({ length: EXAMPLES }, (_, i) =>
    direction.map((entry) => (entry * length * (i + 1)) / EXAMPLES),
  );
  const y = new Int32Array(EXAMPLES);
  y[0] = 1;
  return { X: matrix(EXAMPLES, WIDTH, rows.flat()), y, classes: 2 };
}

function lineLosses({ X, y }: Labelled, params: Params): Float64Array {
  return exampleLosses(named(layers('relu', X, params), `z${depthOf(params)}`), y);
}
