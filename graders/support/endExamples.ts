// Examples that an index off by one leaves out, the first and the last, and one that a tail held back would hide; and every
// step of a long run on them.

import type { Labelled } from '../../reference/datasets/clusters.ts';
import { compare, show } from './compare.ts';
import { compositions, type Composition } from './composition.ts';
import { CheckFailure } from './failure.ts';
import { once } from './once.ts';
import {
  BATCH,
  batchesIn,
  EXAMPLES,
  kindLosses,
  kindsIn,
  LARGEST,
  onlyWay,
  PLACES,
  plainButAtPlaces,
} from './plainAndStrange.ts';
import { integer, stream } from './random.ts';
import { passOver, replayed, stepOn, type Path } from './replayOfKinds.ts';
import { TOLERANCE } from './tolerance.ts';
import { callTrain, judgeForm, seenOn, type Run, type Trained, type Trainee } from './training.ts';
import { isRight } from './trial.ts';

/**
 * 17 epochs: with replacement, one of three examples is never drawn once in 10^7; and past the first half thousand steps,
 * where schedules of the learning rate begin.
 */
const STEPS = 520;
/** Small enough that rounding does not grow on the way. */
const LR = 0.02;
/** A strange example whose loss is nearer to that of the plain one, or of another, says nothing. */
const TOLD_APART = 1e-3;
/** A batch drawn with replacement may hold one example four times, once in 10^4 runs; two such batches are none of ours to see. */
const FEWEST_STRAYS = 2;
/** Of some 50 examples; a batch that serves two steps has half of its own in the next, a window that slides most. */
const MOST_OVERLAP = 0.35;
/** Of fewer a share says little: where one in 20 is in the next batch, 8 of 20 are once in 350,000 runs. */
const FEWEST_FOLLOWED = 20;
/** Above this loss, p below 2e-6, a guard against log 0 may show in the losses told. */
const GUARDED = 13;

/**
 * A long run that learns: where each of its losses is that of some batch, with every example in one, and its end is that of
 * plain steps on them, nothing is wrong. Otherwise a run that may not learn tells what is in each batch.
 */
export class EndRuns {
  private readonly trainee: Trainee;
  private readonly data: Labelled;
  private readonly kinds: Labelled;
  private readonly run: Run;
  private readonly still: () => Promise<Trained>;
  private readonly learned: () => Promise<Trained>;
  private readonly isPlain: () => Promise<boolean>;
  /** Of the run that learns, as far as it was followed: which of the examples at PLACES each batch had. */
  private readonly drawn: boolean[][] = [];

  constructor(trainee: Trainee) {
    const rng = stream(trainee.seed, 'end examples');
    this.trainee = trainee;
    this.data = plainButAtPlaces(rng);
    this.kinds = kindsIn(this.data);
    const seed = integer(rng, 0, 2 ** 32 - 1);
    this.run = { hidden: trainee.hidden, lr: 0, batchSize: BATCH, steps: STEPS, seed };
    this.still = once(() => callTrain(trainee.student, this.data, this.run));
    this.learned = once(() => callTrain(trainee.student, this.data, { ...this.run, lr: LR }));
    this.isPlain = once(() => this.followAll());
  }

  /** Fails where a run that may not learn shows by its losses that an example is never drawn. */
  async judgeEnds(): Promise<void> {
    if (await this.isPlain()) return judgeOverlap(this.drawn, { ...this.run, lr: LR });
    const still = await this.still();
    judgeForm(still, this.run);
    const own = kindLosses(this.data, still.params);
    const drawn = Array.from(still.losses, (loss) => compositions(loss, own, BATCH));
    const missed = PLACES.find(
      (_, place) =>
        own.every((loss, index) => index === place + 1 || isApart(loss, own[place + 1] ?? 0)) &&
        drawn.every((each) => each.some(({ strange }) => strange[place] === 0)),
    );
    if (missed === undefined) return;
    throw new CheckFailure(
      `In ${STEPS} steps example ${missed} of 0 to ${EXAMPLES - 1} was in no batch: ` +
        `every example has to have its turn, the first and the last one, too.${seenOn(this.run)}`,
    );
  }

  /** Fails where some step of the run, however late, is no plain step on the batch that was drawn; silent where that is not known. */
  async judgeEveryStep(): Promise<void> {
    if (await this.isPlain()) return;
    const still = await this.still();
    if (still.losses.length !== STEPS) return; // told where losses are judged
    const own = kindLosses(this.data, still.params);
    judgeParts(still, own, this.run);
    judgeOverlap(
      Array.from(still.losses, (loss) => surelyIn(compositions(loss, own, BATCH))),
      this.run,
    );
    const known = batchesIn(still.losses, own);
    if (known === null) return;
    const path = replayed(this.kinds, still.params, { batches: known, lr: LR });
    const flaw = pathFlaw(await this.learned(), path, { ...this.run, lr: LR });
    if (flaw && (await this.isRepeated())) throw flaw;
  }

  /** Whether the same rng draws the same batches again; where not, the check of that tells it. */
  private async isRepeated(): Promise<boolean> {
    const still = await this.still();
    const again = await callTrain(this.trainee.student, this.data, this.run);
    return still.losses.every((loss, step) => Object.is(loss, again.losses[step]));
  }

  /** Whether the run that learns is known, by its losses, to take plain steps from its start to its end, on all examples. */
  private async followAll(): Promise<boolean> {
    const { params: start } = await callTrain(this.trainee.student, this.data, { ...this.run, steps: 1 });
    const learned = await this.learned();
    let params = start;
    for (const loss of learned.losses) {
      const pass = passOver(this.kinds, params);
      const batch = onlyWay(compositions(loss, pass.losses, BATCH));
      if (batch === null) return false;
      this.drawn.push(PLACES.map((_, place) => (batch.strange[place] ?? 0) > 0));
      params = stepOn(this.kinds, params, pass, { batch, lr: LR });
    }
    const isComplete = PLACES.every((_, place) => this.drawn.some((had) => had[place]));
    return learned.losses.length === STEPS && isComplete && isRight(learned.params, params, 'forward');
  }
}

/** Which of the examples at PLACES a batch had for sure, of all ways to make it up. */
function surelyIn(ways: readonly Composition[]): boolean[] {
  return PLACES.map((_, place) => ways.length > 0 && ways.every(({ strange }) => (strange[place] ?? 0) > 0));
}

/** Fails where most examples of a batch are in the next one as well; of right code's, drawn with replacement or not, one in 20 is. */
function judgeOverlap(drawn: readonly boolean[][], run: Run): void {
  let [all, again] = [0, 0];
  drawn.forEach((batch, step) => {
    const next = drawn[step + 1];
    batch.forEach((had, place) => {
      if (had) all += 1;
      if (had && next?.[place]) again += 1;
    });
  });
  if (all < FEWEST_FOLLOWED || again <= MOST_OVERLAP * all) return;
  throw new CheckFailure(
    `Of the examples in a batch ${Math.round((100 * again) / all)} % are in the next batch, too: an epoch is cut into batches ` +
      `that have nothing in common.${seenOn(run)}`,
  );
}

/** Null where the losses and the parameters are those wanted. */
function pathFlaw(learned: Trained, wanted: Path, run: Run): CheckFailure | null {
  const parts = wanted.losses.findIndex((want, step) => isOff(learned.losses[step] ?? Number.NaN, want));
  const difference = Object.entries(wanted.params)
    .map(([name, want]) => compare(name, learned.params[name] ?? want, want, 'forward'))
    .find((each) => each !== null);
  if (parts < 0 && !difference) return null;
  const [came, want] = [learned.losses[parts] ?? Number.NaN, wanted.losses[parts] ?? Number.NaN];
  const says =
    parts < 0
      ? `All ${STEPS} losses are right, but the parameters are not those after the last step: ${difference?.message}`
      : `losses[${parts}] is ${show(came)}, expected ${show(want)} after ${parts} plain steps: every step, ` +
        'late ones too, is lr times the gradient of its batch.';
  const where = parts < 0 ? 'params' : `losses[${parts}]`;
  return new CheckFailure(`${says}${seenOn(run)}`, { evidence: { where } });
}

/** No example of a batch has more than the sum of their losses. */
function isOff(loss: number, want: number): boolean {
  if (want * BATCH > GUARDED && Number.isFinite(loss)) return false;
  return !(Math.abs(loss - want) <= TOLERANCE * Math.max(1, want));
}

/** Fails where most losses are those of batches, but some are none of any: its rows are no examples, or have labels of others. */
function judgeParts({ losses }: Trained, own: readonly number[], run: Run): void {
  if (own.some((loss) => loss > GUARDED)) return;
  const strays = [...losses.keys()].filter(
    (step) => compositions(losses[step] ?? Number.NaN, own, LARGEST).length === 0,
  );
  const [first] = strays;
  if (first === undefined || strays.length < FEWEST_STRAYS || strays.length * 2 > losses.length) return;
  throw new CheckFailure(
    `losses[${first}] is ${show(losses[first] ?? Number.NaN)}, which is the mean loss of no batch: each row of a batch has to be ` +
      `an example with its own label, the short batch at the end of an epoch too.${seenOn(run)}`,
    { evidence: { where: `losses[${first}]` } },
  );
}

function isApart(one: number, two: number): boolean {
  return Math.abs(one - two) > TOLD_APART;
}
