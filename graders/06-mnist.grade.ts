// Grades 06-mnist: what runs of `train` on small sets made for the purpose show, then the test accuracy of the weights that
// a run on all of the data returns, in float64 and on TensorFlow.js.

import { afterAll } from 'vitest';
import { part, readMnist, type Digits } from '../reference/datasets/mnist.ts';
import type { Reference } from '../reference/index.ts';
import { Exercise } from './support/exercise.ts';
import { CheckSkipped } from './support/failure.ts';
import { judgeAccuracy } from './support/mnist/accuracy.ts';
import {
  judgeBeforeUpdate,
  judgeCrossEntropy,
  judgeFirstLoss,
  judgeHistory,
  judgeOptions,
  judgeValidation,
} from './support/mnist/curves.ts';
import { diagnose, LOOP_MISTAKES, LOSS_MISTAKES, START_MISTAKES } from './support/mnist/diagnosis.ts';
import { Experiments } from './support/mnist/experiments.ts';
import { confusionFigure, curveFigure, decayFigure, mistakesFigure } from './support/mnist/figures.ts';
import {
  judgeDecay,
  judgeDecayRate,
  judgeLearned,
  judgePlanted,
  judgeRemembered,
  judgeTrained,
} from './support/mnist/learning.ts';
import { judgePredictions, predictAll } from './support/mnist/predictions.ts';
import { agreedScore } from './support/mnist/scores.ts';
import { judgeShortBatch } from './support/mnist/shortBatch.ts';
import {
  requireHistory,
  requireWeights,
  runTraining,
  stepsOf,
  type Recorded,
  type Trained,
  type Training,
} from './support/mnist/training.ts';
import { once } from './support/once.ts';
import { tellSteps } from './support/progress.ts';
import { judgeInputs } from './support/purity.ts';
import { Student } from './support/student.ts';

/** As far as the lane beside the command's: the counted run, which ends last, has a core to itself. */
const STEP_BACK = 10;

/** Test pictures that practice is measured on: the first half of the 10,000 is harder than the second, so from both. */
const PRACTICE_TEST = { start: 4000, count: 2000 };

let reference: Reference | null = null;

const exercise = new Exercise((opened) => {
  reference = opened;
  readMnist(); // says now what is missing
  // The long run has a process of its own: while it trains, the small sets are judged on the other core.
  if (!job.isQuick) void counted().catch(() => {}); // what is wrong with it is told where it is judged
  return Promise.resolve();
});
const { job } = exercise;
const { script } = job;

/** The experiments run beside the counted run, whose process has nothing behind it. */
const side = new Student(job, { niceness: STEP_BACK });
afterAll(() => side.close());
const runs = new Experiments(job, { counted: exercise.student, side });

/** Before any training, so that a `predict` that leans on one has nothing to lean on. */
const freshPredictions = once(() => predictAll(side, job, 'before any training'));

/** The run that counts: on all of the data, or in practice on the stated part. */
const counted = once((): Promise<Training> => {
  if (job.isQuick) return runs.part();
  const plan = runs.fullPlan();
  const of = stepsOf(plan);
  return runTraining(exercise.student, plan, tellSteps(job, { of, stepsAnEpoch: of / plan.options.epochs }));
});

const diagnosis = once(() => diagnose(runs));
const nameAmong =
  (...ids: string[]) =>
  async () => {
    const id = await diagnosis();
    return id !== null && ids.includes(id) ? id : null;
  };
const nameLoss = nameAmong(...LOSS_MISTAKES);
const nameTraining = nameAmong(...LOSS_MISTAKES, ...START_MISTAKES, ...LOOP_MISTAKES);

exercise.check('predict-labels', async () => {
  judgePredictions(await freshPredictions(), script);
  const { fault } = await runs.small(); // whatever train does, predict is judged for itself
  if (!fault) judgePredictions(await predictAll(side, job, 'after a training'), script);
});
exercise.check('cross-entropy', async () => {
  const still = await recordOf(await runs.still());
  await judgeCrossEntropy(still, nameLoss);
  judgeBeforeUpdate(await recordOf(await runs.one()), still);
});
exercise.check('other-options', async () => {
  for (const run of [runs.small, runs.wide]) {
    const training = await recordOf(await run());
    judgeOptions(training);
    await judgeValidation(training, nameLoss);
  }
  judgeShortBatch(await recordOf(await runs.wholeAndShort()), await weightsOf(await runs.whole()));
});
exercise.check('all-trained', async () => {
  const [one, still] = [await weightsOf(await runs.one()), await weightsOf(await runs.still())];
  await judgeTrained(one, still, async () => weightsOf(await runs.two()), nameAmong(...LOOP_MISTAKES));
});
exercise.check('weight-decay', async () => {
  const [decayed, plain] = [await runs.decayed(), await runs.blank()];
  await judgeDecay(
    await weightsOf(decayed),
    await weightsOf(plain),
    nameAmong('weight-decay-missing', 'update-lost', 'update-sign'),
  );
  judgeDecayRate(await weightsOf(await runs.decayedSlowly()), await weightsOf(plain));
});
exercise.check('validation-unused', async () =>
  judgePlanted(await weightsOf(await runs.planted()), {
    otherwise: async () => weightsOf(await runs.plantedOtherwise()),
    again: async () => weightsOf(await runs.plantedAgain()),
    otherwiseAgain: async () => weightsOf(await runs.plantedOtherwiseAgain()),
  }),
);
exercise.check('learned', async () => {
  await judgeRemembered(await weightsOf(await runs.memorised()), nameTraining);
  await judgeLearned(await weightsOf(await runs.part()), nameTraining);
});
exercise.check('inputs-unchanged', async () => {
  const trainings = [await runs.small(), await runs.wide()];
  if (trainings.every(({ fault }) => fault)) throw new CheckSkipped('This waits until train() returns.');
  judgeInputs(side, {}, () => null);
});
exercise.check('first-loss', async () => {
  for (const training of await curves()) await judgeFirstLoss(training, nameTraining);
});
exercise.check('history', async () => {
  for (const training of await curves())
    await judgeHistory(training, !job.isQuick && training.train.digits.count > 50_000, nameTraining);
});
exercise.check('validation-points', async () => {
  for (const training of await curves()) await judgeValidation(training, nameLoss);
});
exercise.check('accuracy', async () => {
  const training = await counted();
  await showCurves(training);
  const { weights } = await weightsOf(training);
  if (!reference) throw new Error('the reference is not open');
  const test = testDigits();
  const score = await agreedScore(reference, test, weights);
  exercise.show(confusionFigure(test, score));
  exercise.show(mistakesFigure(test, score));
  await judgeAccuracy(score.accuracy, test.count, nameTraining);
});

/** The weights of a run; where they are no numbers any more, a known mistake may have brought that about. */
async function weightsOf(training: Training): Promise<Trained> {
  const name = training.flaws.isBroken ? await nameTraining() : null;
  return requireWeights(training, script, name);
}

async function recordOf(training: Training): Promise<Recorded> {
  await weightsOf(training);
  return requireHistory(training, script);
}

/** All 10,000; in practice a part of them is enough. */
function testDigits(): Digits {
  const { test } = readMnist();
  return job.isQuick ? part(test, PRACTICE_TEST.start, PRACTICE_TEST.count) : test;
}

/** The stated part, then the counted run where it gave a history: what it did not is the accuracy check's to say. */
async function curves(): Promise<Recorded[]> {
  const practised = await recordOf(await runs.part());
  if (!job.isQuick) await runs.partUndecayed(); // for a figure, while the long run still trains
  const full = await counted();
  return full.fault ? [practised] : [practised, await recordOf(full)];
}

/** The loss by step, whether the run returned or not, and the two runs with and without weight decay. */
async function showCurves(training: Training): Promise<void> {
  const figures = [curveFigure(training)];
  const decayed = await runs.part();
  if (decayed.history && !job.isQuick) figures.push(decayFigure(decayed, await runs.partUndecayed()));
  for (const figure of figures) if (figure) exercise.show(figure);
}
