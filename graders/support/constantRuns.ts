// Training seen on a batch that never changes: what each step does to the parameters, and which loss it tells.

import { lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import type { Mistake } from '../../reference/misconceptions/mistake.ts';
import { lossMistakes } from '../../reference/misconceptions/loss.ts';
import { trained, type TrainingInput } from '../../reference/misconceptions/training.ts';
import { matrix, zip, type NdArray } from '../../reference/ndarray.ts';
import { show } from './compare.ts';
import { CLASSES, constantData, drawExample, liveliest, WIDTH } from './constantData.ts';
import { CheckFailure } from './failure.ts';
import { tryLargeLoss } from './largeLoss.ts';
import { lossTrial, judgeLosses } from './lossTrials.ts';
import { nameMistake } from './mistakes.ts';
import { once } from './once.ts';
import { integer, stream, type Rng } from './random.ts';
import { TOLERANCE } from './tolerance.ts';
import {
  callTrain,
  judgeForm,
  requireSameStart,
  seenOn,
  type Run,
  type Trained,
  type Trainee,
} from './training.ts';
import { differenceIn, isRight, type Trial } from './trial.ts';

const CONSTANT_BATCH = 4;
/** Few enough to stay clear of the strange examples, enough that gradients which pile up show. */
const CONSTANT_STEPS = 3;
const CONSTANT_RATE = 0.1;
/** A run meets a strange example once in 43; six runs in a row do once in 10^9. */
const TRIES = 6;
/** Losses that are those of one and the same example differ by rounding alone. */
const SAME_LOSS = 1e-9;
/** The strange examples may be among the few that a student measures an accuracy on. */
const ACCURACY_ROOM = 0.1;

/** Two runs from the same start on a batch that never changes: one that may not learn, one that may. */
export class ConstantRuns {
  private readonly trainee: Trainee;
  private readonly isSquare: boolean;
  /** Until one is right: whatever comes after would tell nothing new. */
  readonly trials: () => Promise<ConstantTrial[]>;

  /** With `isSquare` every hidden layer is as wide as there are classes, so that no shape tells a matrix from its transpose. */
  constructor(trainee: Trainee, { isSquare = false } = {}) {
    // A square matrix that is reshaped for its transpose stays what it is.
    const mistakes = trainee.mistakes.filter(({ id }) => !isSquare || id !== 'reshape-for-transpose');
    this.trainee = { ...trainee, mistakes };
    this.isSquare = isSquare;
    this.trials = once(() => this.tryAll());
  }

  /** The one that was right, if any was. */
  async right(): Promise<ConstantTrial | null> {
    return (await this.trials()).find(({ right }) => right) ?? null;
  }

  /** Fails where the parameters after some steps are not those of plain gradient descent. */
  async judgeSteps(): Promise<void> {
    const trials = await this.trials();
    if (trials.some(({ right }) => right)) return;
    for (const { data, run, start } of trials.slice(0, 1))
      await requireSameStart(this.trainee.student, data, { ...run, lr: 0 }, start.params);
    const clean = trials.filter(isClean);
    const [first = trials[0]] = clean;
    const misconception =
      clean.length > 0 ? nameMistake(clean, { mistakes: this.trainee.mistakes.map(asSteps) }) : null;
    for (const [name] of Object.entries(first?.want ?? {})) {
      const difference = first && differenceIn(first, name);
      if (!difference) continue;
      throw new CheckFailure(
        `After ${CONSTANT_STEPS} steps on a batch that is always the same, (theta before - theta after) / lr: ` +
          `${difference.message}${seenOn(first.run)}`,
        { misconception, evidence: difference.evidence },
      );
    }
  }

  /** Fails where losses[i] is not the loss of batch i before update i. */
  async judgeLosses(): Promise<void> {
    const trials = await this.trials();
    for (const { start, learned, run } of trials) {
      judgeForm(start, run);
      judgeForm(learned, run);
    }
    const clean = trials.filter(isClean);
    for (const trial of clean) judgeAccuracy(trial);
    const losses = (clean.length > 0 ? clean : trials).map(({ input, start, run }) => {
      const { cache } = lossAndGrads('relu', input.X, input.y, input.params);
      const z = logitsOf(cache, run);
      return lossTrial(
        { name: 'a batch of equal examples, lr 0', z, y: input.y },
        start.losses[0] ?? Number.NaN,
      );
    });
    if (!losses.some(({ right }) => right)) {
      const [first] = trials;
      const isNothing = losses.every(({ got }) => got?.loss?.data[0] === 0);
      const large =
        first && isNothing
          ? await tryLargeLoss(this.trainee, { ...first, params: first.input.params })
          : null;
      await judgeLosses(large ? [...losses, large] : losses, lossMistakes, this.trainee.script, 'losses[0]');
    }
    const right = trials.find((trial) => trial.right);
    if (right) judgeOrderOfLosses(right);
  }

  private async tryAll(): Promise<ConstantTrial[]> {
    const trials: ConstantTrial[] = [];
    const rng = stream(this.trainee.seed, `constant batches${this.isSquare ? ', square' : ''}`);
    for (let attempt = 0; attempt < TRIES && !trials.some(({ right }) => right); attempt++) {
      trials.push(await this.tryOne(rng));
    }
    return trials;
  }

  private async tryOne(rng: Rng): Promise<ConstantTrial> {
    const { student } = this.trainee;
    const seed = integer(rng, 0, 2 ** 32 - 1);
    const run = this.run(CONSTANT_RATE, seed);
    const example = await this.example(rng, seed);
    const data = constantData(rng, example);
    const start = await callTrain(student, data, this.run(0, seed));
    const learned = await callTrain(student, data, run);
    const X = matrix(CONSTANT_BATCH, WIDTH, Array.from({ length: CONSTANT_BATCH }, () => example).flat());
    const input = {
      X,
      y: new Int32Array(CONSTANT_BATCH),
      params: start.params,
      lr: run.lr,
      steps: run.steps,
    };
    const [want, got] = [movement(input, trained(input)), movement(input, learned.params)];
    return {
      ...{
        input,
        words: 'a batch that is always the same',
        want,
        rule: 'forward',
        got,
        flaws: {},
        fault: null,
      },
      ...{ right: isRight(got, want, 'forward'), data, start, learned, run },
    };
  }

  /** Any will do, but so few units as square layers have may all be silent: there, the one of many that wakes most of them. */
  private async example(rng: Rng, seed: number): Promise<number[]> {
    const example = drawExample(rng);
    if (!this.isSquare) return example;
    const { params } = await callTrain(this.trainee.student, constantData(rng, example), this.run(0, seed));
    return liveliest(rng, params);
  }

  private run(lr: number, seed: number): Run {
    // Other widths than elsewhere, so that one which stands in the code shows.
    const hidden = this.trainee.hidden.map((width, layer) => (this.isSquare ? CLASSES : width - 5 - layer));
    return { hidden, lr, batchSize: CONSTANT_BATCH, steps: CONSTANT_STEPS, seed };
  }
}

/** What came of two runs, and the parameters they start from. */
export interface ConstantTrial extends Trial<TrainingInput> {
  data: Labelled;
  start: Trained;
  learned: Trained;
  run: Run;
}

function logitsOf(cache: Record<string, NdArray>, { hidden }: Run): NdArray {
  return named(cache, `z${hidden.length + 1}`);
}

/** All data, but for two examples, is one example of class 0: it is told right or wrong, and so is nearly everything. */
function judgeAccuracy({ input, start, run }: ConstantTrial): void {
  const { cache } = lossAndGrads('relu', input.X, input.y, input.params);
  const [first = 0, ...others] = logitsOf(cache, run).data.subarray(0, CLASSES);
  const lead = first - Math.max(...others);
  if (Math.abs(lead) < SAME_LOSS) return; // which of two equal logits is the larger, rounding says
  const share = lead > 0 ? 1 : 0;
  const stray = start.accuracy.find((each) => Math.abs(each - share) > ACCURACY_ROOM);
  if (stray === undefined) return;
  throw new CheckFailure(
    `accuracy holds ${show(stray)}, and ${share} of the examples are told right: it is the share where the largest logit is ` +
      `that of the label, in the batch or in all data.${seenOn({ ...run, lr: 0 })}`,
    { evidence: { where: 'accuracy', expected: share, got: Number(show(stray)) } },
  );
}

/** A loss curve is of each step's batch before its update; one that is a step late is told as that. */
function judgeOrderOfLosses({ input, learned, run }: ConstantTrial): void {
  const lossAfter = (steps: number) =>
    lossAndGrads('relu', input.X, input.y, trained({ ...input, steps })).loss;
  const wanted = Array.from({ length: run.steps }, (_, step) => lossAfter(step));
  const isAt = (loss: number, want: number) => Math.abs(loss - want) <= TOLERANCE * Math.max(1, want);
  const wrong = wanted.findIndex((want, step) => !isAt(learned.losses[step] ?? Number.NaN, want));
  if (wrong < 0) return;
  const isLate = wanted.every((_, step) => isAt(learned.losses[step] ?? Number.NaN, lossAfter(step + 1)));
  const why = isLate ? ' These are the losses after each update: take the loss before it.' : '';
  throw new CheckFailure(
    `losses[${wrong}] is ${show(learned.losses[wrong] ?? Number.NaN)}, expected ${show(wanted[wrong] ?? 0)}: ` +
      `the loss of batch ${wrong} before update ${wrong}.${why}${seenOn(run)}`,
    { evidence: { where: `losses[${wrong}]` } },
  );
}

/** How far each parameter went, in units of lr: the sum of the gradients of all steps. */
export function movement({ params, lr }: Pick<TrainingInput, 'params' | 'lr'>, after: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, before]) => {
      const now = after[name];
      return [name, now ? zip(before, now, (was, is) => (was - is) / lr) : before];
    }),
  );
}

function asSteps({ id, predict }: Mistake<TrainingInput>): Mistake<TrainingInput> {
  return {
    id,
    predict(input) {
      const after = predict(input);
      return typeof after === 'string' ? after : movement(input, after);
    },
  };
}

/** Whether no batch of the run that may not learn had one of the strange examples. */
function isClean({ start: { losses } }: ConstantTrial): boolean {
  const [first = Number.NaN] = losses;
  return losses.every((loss) => Math.abs(loss - first) <= SAME_LOSS * Math.max(1, Math.abs(first)));
}
