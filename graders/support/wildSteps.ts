// Steps at a rate at which losses leap: rules that shrink from that show there.

import type { Params } from '../../reference/float64/mlp.ts';
import { map } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { BATCH, batchesIn, kindLosses, kindsIn, plainButAtPlaces } from './plainAndStrange.ts';
import { integer, stream, type Rng } from './random.ts';
import { replayed } from './replayOfKinds.ts';
import { callTrain, seenOn, type Trainee } from './training.ts';

/** Steps of a run at the lesson's largest rate, where losses leap; the more, the farther rounding comes. */
const WILD_STEPS = 40;
/** In one of seven nothing leaps, or all is chaos. */
const WILD_RUNS = 4;
const WILD_LR = 5;
/** What such a run makes of a start that is off by so little (relative), and how far it may take it: else it is chaos. */
const [NUDGE, CHAOS] = [1e-12, 1e-7];
/** A wrong rule is farther off than this (relative). */
const WILD_TOLERANCE = 1e-4;

/** Fails where such steps are no plain ones; silent where the batches are not known, or all is chaos. */
export async function judgeWildSteps(trainee: Trainee): Promise<void> {
  const rng = stream(trainee.seed, 'wild steps');
  for (let tried = 0; tried < WILD_RUNS; tried++) await judgeRun(trainee, rng);
}

async function judgeRun({ student, hidden }: Trainee, rng: Rng): Promise<void> {
  const data = plainButAtPlaces(rng);
  const seed = integer(rng, 0, 2 ** 32 - 1);
  const run = { hidden, lr: 0, batchSize: BATCH, steps: WILD_STEPS, seed };
  const still = await callTrain(student, data, run);
  const known = batchesIn(still.losses, kindLosses(data, still.params));
  if (known === null || known.length !== WILD_STEPS) return;
  const [path, nudged] = [still.params, nudgedBy(still.params, NUDGE)].map(
    (start) => replayed(kindsIn(data), start, known, WILD_LR).params,
  );
  if (!path || !nudged || apart(path, nudged) > CHAOS) return;
  const wild = { ...run, lr: WILD_LR };
  const learned = await callTrain(student, data, wild);
  if (apart(path, learned.params) <= WILD_TOLERANCE) return;
  const again = await callTrain(student, data, run);
  if (!still.losses.every((loss, step) => Object.is(loss, again.losses[step]))) return; // told where that is checked
  throw new CheckFailure(
    `After ${WILD_STEPS} steps in which the loss leaps, the parameters are not those of plain steps: ` +
      `a step is lr times the gradient of its batch, whatever lr is and the loss does.${seenOn(wild)}`,
  );
}

function nudgedBy(params: Params, share: number): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, tensor]) => [
      name,
      map(tensor, (value, i) => value * (1 + (i % 2 === 0 ? share : -share))),
    ]),
  );
}

/** How far parameters lie apart, as a share of the largest entry of each. */
function apart(wanted: Params, came: Params): number {
  const off = Object.entries(wanted).map(([name, want]) => {
    const most = Math.max(...want.data.map(Math.abs), Number.MIN_VALUE);
    return Math.max(
      ...want.data.map((value, i) => Math.abs((came[name]?.data[i] ?? Number.NaN) - value) / most),
    );
  });
  return off.some(Number.isNaN) ? Infinity : Math.max(...off);
}
