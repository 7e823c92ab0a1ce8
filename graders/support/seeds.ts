// The same rng gives the same run, another one another: whatever is random goes through it.

import { drawClusters, BLOBS } from '../../reference/datasets/clusters.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { CheckFailure } from './failure.ts';
import { drawInit } from './initCheck.ts';
import { normal, stream } from './random.ts';
import { callTrain, type Run, type Trainee } from './training.ts';

const SEED = 1;
/** Of six orders, say, eight draws are all the first one once in 10^6. */
const OTHER_SEEDS = [2, 3, 4, 5, 6, 7, 8, 9];
const EXAMPLES = 300;
const RUN: Omit<Run, 'hidden' | 'seed'> = { lr: 0.05, batchSize: 32, steps: 25 };

/** Fails where initParams gives other weights for the same rng, or the same for another; the widths make an odd number of weights. */
export async function judgeInitSeeds(student: Trainee['student'], dims: number[]): Promise<void> {
  await judgeDrawn('initParams', async (seed) => {
    const { params, flaw } = await drawInit(student, seed, dims);
    if (params === null) throw new CheckFailure(flaw ?? '');
    return numbersOf(params);
  });
}

/** The same of train. */
export async function judgeTrainSeeds({ student, seed, hidden }: Trainee): Promise<void> {
  const rng = stream(seed, 'repeated training');
  const data = drawClusters(BLOBS, EXAMPLES, () => normal(rng));
  // An odd number of weights here, too.
  const widths = hidden.map((width, layer) => (layer === hidden.length - 1 ? width - 1 : width));
  const draw = async (each: number, listens = false) => {
    const run = { ...RUN, hidden: widths, seed: each, listens };
    const { params, losses, accuracy } = await callTrain(student, data, run);
    return [...losses, ...numbersOf(params), ...accuracy];
  };
  await judgeDrawn('train', draw);
  const [alone, watched] = [await draw(SEED), await draw(SEED, true)];
  if (alone.every((value, index) => Object.is(value, watched[index]))) return;
  throw new CheckFailure('train() gives something else where onStep is given: who looks on changes nothing.');
}

/** Fails where `draw` is no function of its seed, or does not depend on it. */
export async function judgeDrawn(name: string, draw: (seed: number) => Promise<number[]>): Promise<void> {
  const first = await draw(SEED);
  const isFirst = (numbers: number[]) => first.every((value, index) => Object.is(value, numbers[index]));
  let isDrawn = false;
  for (const other of OTHER_SEEDS) {
    isDrawn ||= !isFirst(await draw(other));
    if (isDrawn) break;
  }
  // Twice in a row: a spare normal draw that is kept is there every second time, where the number of weights is odd.
  if (!isFirst(await draw(SEED)) || !isFirst(await draw(SEED))) {
    throw new CheckFailure(
      `${name}() gave something else for the same rng: every random choice goes through rng, none through Math.random, ` +
        'and nothing is kept from one call to the next.',
    );
  }
  if (!isDrawn)
    throw new CheckFailure(
      `${name}() gives the same for every rng: nothing of it is drawn from rng, or what an earlier call drew is kept.`,
    );
}

function numbersOf(tensors: Tensors): number[] {
  return Object.values(tensors).flatMap(({ data }) => Array.from(data));
}
