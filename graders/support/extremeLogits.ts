// Training on logits so large that float64 holds no exp of them: a softmax without a shift, and a log without a guard, show there alone.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { columnsOf, map, matrix, rowsOf, type NdArray } from '../../reference/ndarray.ts';
import type { ConstantRuns, ConstantTrial } from './constantRuns.ts';
import { show } from './compare.ts';
import { dataOf } from './constantData.ts';
import { CheckFailure } from './failure.ts';
import { integer, normal, stream, type Rng } from './random.ts';
import type { Student } from './student.ts';
import { callTrain, seenOn, type Run, type Trained, type Trainee } from './training.ts';

/** Among so many examples are some with any order and distance of logits, whatever the first weights are. */
const CANDIDATES = 200;
/** Starts that are tried: at three of four some example has logits that are all above 0 and near enough. */
const STARTS = 6;
/** exp of it overflows: that of 709 is the last that does not. */
const LARGE = 900;
/** exp of its negative is not 0 yet: that of -745 is. */
const CLOSE = 650;
/** exp of its negative is 0. */
const FAR = 3000;
/** A batch of two kinds of rows, half of the set each, has one kind alone once in two billion. */
const MIXED_BATCH = 32;

/** An example of which a mistake makes a loss that is no finite number. */
interface Extreme {
  id: string;
  /** Whether right code may come to parameters that are not finite: by 1 / p, where p is 0. */
  isHardOnParams: boolean;
  words: string;
  advice: string;
  /** How large the example is to be, of which these are the logits; null where it will not do at any size. */
  scaleOf: (logits: readonly number[]) => number | null;
  /** Its class, by its logits. */
  labelOf: (logits: readonly number[]) => number;
  /** Whether every second row is 0, and so are its logits: the first biases are. */
  isMixed?: boolean;
}

const UNSTABLE: Extreme = {
  id: 'softmax-unstable',
  isHardOnParams: false,
  words: `logits near ${LARGE}`,
  advice: "take each row's largest logit out before exp",
  scaleOf(logits) {
    const scale = LARGE / Math.max(...logits); // the last bias is 0 at the start, and relu keeps a factor
    return scale > 0 && scale * rangeOf(logits) < CLOSE ? scale : null;
  },
  labelOf: (logits) => logits.indexOf(Math.max(...logits)),
};

const EXTREMES: Extreme[] = [
  UNSTABLE,
  {
    ...UNSTABLE,
    id: 'softmax-batch-max',
    words: `rows of logits near ${LARGE} and rows of zeros`,
    advice: "take each row's own largest logit out before exp, not the largest of all",
    isMixed: true,
  },
  {
    id: 'loss-unguarded-log',
    isHardOnParams: true,
    words: `logits ${FAR} apart`,
    advice: 'keep log from 0',
    scaleOf: (logits) => (rangeOf(logits) > 0 ? FAR / rangeOf(logits) : null),
    labelOf: (logits) => logits.indexOf(Math.min(...logits)),
  },
];

/** Fails where a loss is no finite number; `constant` tells of a start from which steps are right. */
export async function judgeExtremeLogits(trainee: Trainee, constant: ConstantRuns): Promise<void> {
  const calm = await constant.right();
  if (calm === null) return;
  const rng = stream(trainee.seed, 'extreme logits');
  for (const extreme of EXTREMES) await judgeOne(trainee.student, rng, calm, extreme);
}

/** From the first of several starts at which an example will do. */
async function judgeOne(
  student: Student,
  rng: Rng,
  { data, input, run: calm }: ConstantTrial,
  extreme: Extreme,
): Promise<void> {
  let { params }: { params: Params } = input;
  const { isMixed = false } = extreme;
  const run: Run = { ...calm, lr: 0, steps: 1, ...(isMixed ? { batchSize: MIXED_BATCH } : {}) };
  let example = drawExtreme(rng, data, params, extreme);
  for (let tried = 1; tried < STARTS && example === null; tried++) {
    run.seed = integer(rng, 0, 2 ** 32 - 1);
    ({ params } = await callTrain(student, data, run));
    example = drawExtreme(rng, data, params, extreme);
  }
  if (example === null) return;
  const extremes = dataOf(example, data);
  const broken = await brokenIn(callTrain(student, isMixed ? withBlankRows(extremes) : extremes, run));
  if (broken === null || (broken === NO_PARAMS && extreme.isHardOnParams)) return;
  throw new CheckFailure(`On a batch with ${extreme.words} ${broken}: ${extreme.advice}.${seenOn(run)}`, {
    misconception: extreme.id,
  });
}

const NO_PARAMS = 'train() gives parameters that are not finite';

/** What is no finite number in a run whose like was right; null where all are. */
async function brokenIn(training: Promise<Trained>): Promise<string | null> {
  try {
    const [loss = 0] = (await training).losses;
    return Number.isFinite(loss) ? null : `losses[0] is ${show(loss)}`;
  } catch (error) {
    if (error instanceof CheckFailure) return NO_PARAMS;
    throw error;
  }
}

/** The first of many examples that will do, at its size and with its class. */
function drawExtreme(
  rng: Rng,
  { X: { shape }, classes }: Labelled,
  params: Params,
  { scaleOf, labelOf }: Extreme,
): Labelled | null {
  const [, width = 0] = shape;
  for (let drawn = 0; drawn < CANDIDATES; drawn++) {
    const X = map(matrix(1, width), () => normal(rng)); // (1, in)
    const logits = logitsOf(X, params);
    const scale = scaleOf(logits);
    if (scale === null) continue;
    const label = Int32Array.of(labelOf(logits));
    return { X: map(X, (value) => scale * value), y: label, classes };
  }
  return null;
}

/** The same set with zeros for every second row. */
function withBlankRows({ X, y, classes }: Labelled): Labelled {
  const width = columnsOf(X);
  const values = Array.from(X.data, (value, i) => (Math.floor(i / width) % 2 === 0 ? value : 0));
  return { X: matrix(rowsOf(X), width, values), y, classes };
}

function logitsOf(X: NdArray, params: Params): number[] {
  return Array.from(named(layers('relu', X, params), `z${depthOf(params)}`).data); // (1, C)
}

function rangeOf(logits: readonly number[]): number {
  return Math.max(...logits) - Math.min(...logits);
}
