// The parameters that training starts from: a run that may not learn returns them.

import type { Labelled } from '../../reference/datasets/clusters.ts';
import { map, matrix } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { judgeInitShapes, judgeInitSpread, type Init } from './initCheck.ts';
import { integer, normal, stream } from './random.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';

const EXAMPLES = 300;
/** Wide enough that every variance is known to a fifth. */
const INPUTS = 40;
const CLASSES = 20;
const HIDDEN = [120, 90];
/** He: variance times fan-in. */
const GAIN = 2;

/** Fails where `train` starts from other parameters than He's, though `inits`, of initParams, are right. */
export async function judgeStart({ student, seed, hidden }: Trainee, inits: readonly Init[]): Promise<void> {
  if (flawsOf(inits).length > 0) return; // told where initParams is judged
  const rng = stream(seed, 'first parameters');
  const widths = HIDDEN.slice(0, hidden.length);
  const run = { hidden: widths, lr: 0, batchSize: 8, steps: 1, seed: integer(rng, 0, 2 ** 32 - 1) };
  const { params } = await callTrain(student, wideNoise(rng), run);
  const [flaw, second] = flawsOf([{ dims: [INPUTS, ...widths, CLASSES], params, flaw: null }]);
  if (!flaw) return;
  const misconception = second ? null : (flaw.told.misconception ?? null);
  throw new CheckFailure(
    `train does not start from what initParams draws: with lr 0, ${flaw.message}${seenOn(run)}`,
    { ...flaw.told, misconception },
  );
}

/** What is wrong with the shapes and biases, and with the weights. */
function flawsOf(inits: readonly Init[]): CheckFailure[] {
  const drawn = inits.filter(({ dims }) => dims.every((width) => width >= CLASSES)); // of few weights little is known
  return [() => judgeInitShapes(inits), () => judgeInitSpread(drawn, GAIN)].flatMap((judge) => {
    try {
      judge();
      return [];
    } catch (error) {
      if (error instanceof CheckFailure) return [error];
      throw error;
    }
  });
}

/** Noise of many inputs, and classes enough. */
function wideNoise(rng: () => number): Labelled {
  const X = map(matrix(EXAMPLES, INPUTS), () => normal(rng));
  const y = Int32Array.from({ length: EXAMPLES }, (_, i) => i % CLASSES);
  return { X, y, classes: CLASSES };
}
