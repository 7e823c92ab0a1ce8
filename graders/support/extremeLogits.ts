// Training on logits so large that float64 holds no exp of them: a softmax without a shift, and a log without a guard, show there alone.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { columnsOf, map, matrix, type NdArray } from '../../reference/ndarray.ts';
import type { ConstantRuns, ConstantTrial } from './constantRuns.ts';
import { show } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { normal, stream } from './random.ts';
import { dataOf } from './steepSteps.ts';
import { callTrain, seenOn, type Trained, type Trainee } from './training.ts';

/** Among so many examples are some with any order and distance of logits, whatever the first weights are. */
const CANDIDATES = 200;
/** exp of it overflows: that of 709 is the last that does not. */
const LARGE = 900;
/** exp of its negative is not 0 yet: that of -745 is. */
const CLOSE = 650;
/** exp of its negative is 0. */
const FAR = 3000;

/** An example of which a mistake makes a loss that is no finite number. */
interface Extreme {
  id: string;
  /** Whether a loss that is not finite may come of another mistake: then it takes parameters that are not. */
  isAmbiguous: boolean;
  words: string;
  advice: string;
  /** How large the example is to be, of which these are the logits; null where it will not do at any size. */
  scaleOf: (logits: readonly number[]) => number | null;
  /** Its class, by its logits. */
  labelOf: (logits: readonly number[]) => number;
}

const EXTREMES: Extreme[] = [
  {
    id: 'softmax-unstable',
    isAmbiguous: false,
    words: `logits near ${LARGE}`,
    advice: "take each row's largest logit out before exp",
    scaleOf(logits) {
      const scale = LARGE / Math.max(...logits); // the last bias is 0 at the start, and relu keeps a factor
      return scale > 0 && scale * rangeOf(logits) < CLOSE ? scale : null;
    },
    labelOf: (logits) => logits.indexOf(Math.max(...logits)),
  },
  {
    id: 'loss-unguarded-log',
    isAmbiguous: false,
    words: `logits ${FAR} apart`,
    advice: 'keep log from 0',
    scaleOf: (logits) => (rangeOf(logits) > 0 ? FAR / rangeOf(logits) : null),
    labelOf: (logits) => logits.indexOf(Math.min(...logits)),
  },
  // Where no example has logits that are all above 0: a log that is taken of every class makes NaN of the loss here, too.
  {
    id: 'softmax-unstable',
    isAmbiguous: true,
    words: `a largest logit of ${LARGE}`,
    advice: "take each row's largest logit out before exp",
    scaleOf: (logits) => (Math.max(...logits) > 0 ? LARGE / Math.max(...logits) : null),
    labelOf: (logits) => logits.indexOf(Math.max(...logits)),
  },
];

/** Fails where a loss is no finite number; `constant` tells where the run starts. */
export async function judgeExtremeLogits({ student, seed }: Trainee, constant: ConstantRuns): Promise<void> {
  const calm = await constant.right();
  if (calm === null) return;
  const rng = stream(seed, 'extreme logits');
  for (const { id, isAmbiguous, words, advice, ...extreme } of EXTREMES) {
    const example = drawExtreme(rng, calm, extreme);
    if (example === null) continue;
    const run = { ...calm.run, lr: 0, steps: 1 };
    const broken = await brokenIn(callTrain(student, dataOf(example, calm.data), run));
    if (broken === null) continue;
    const misconception = isAmbiguous && broken !== ALL_BROKEN ? null : id;
    throw new CheckFailure(`On a batch with ${words} ${broken}: ${advice}.${seenOn(run)}`, { misconception });
  }
}

const ALL_BROKEN = 'train() gives parameters that are not finite';

/** What is no finite number in a run whose like was right; null where all are. */
async function brokenIn(training: Promise<Trained>): Promise<string | null> {
  try {
    const [loss = 0] = (await training).losses;
    return Number.isFinite(loss) ? null : `losses[0] is ${show(loss)}`;
  } catch (error) {
    if (error instanceof CheckFailure) return ALL_BROKEN;
    throw error;
  }
}

/** The first of many examples that will do, at its size and with its class. */
function drawExtreme(
  rng: () => number,
  { data, input: { params } }: ConstantTrial,
  { scaleOf, labelOf }: Pick<Extreme, 'scaleOf' | 'labelOf'>,
): Labelled | null {
  const width = columnsOf(data.X);
  for (let drawn = 0; drawn < CANDIDATES; drawn++) {
    const X = map(matrix(1, width), () => normal(rng)); // (1, in)
    const logits = logitsOf(X, params);
    const scale = scaleOf(logits);
    if (scale === null) continue;
    const label = Int32Array.of(labelOf(logits));
    return { X: map(X, (value) => scale * value), y: label, classes: data.classes };
  }
  return null;
}

function logitsOf(X: NdArray, params: Params): number[] {
  return Array.from(named(layers('relu', X, params), `z${depthOf(params)}`).data); // (1, C)
}

function rangeOf(logits: readonly number[]): number {
  return Math.max(...logits) - Math.min(...logits);
}
