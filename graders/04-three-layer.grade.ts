// Grades 04-three-layer: forward, six gradients from the grader's own forward results, the numeric check, and what a third
// layer changes in initialisation and training.

import type { Network } from '../reference/misconceptions/chain.ts';
import { backwardInTraining, trainingMistakes } from '../reference/misconceptions/training.ts';
import { BLOBS_SET } from '../reference/datasets/goals.ts';
import { judgeAccuracies } from './support/accuracyCheck.ts';
import { ConstantRuns } from './support/constantRuns.ts';
import { deepInWords, drawDeepCases, drawDeepTwins } from './support/deepCases.ts';
import { judgeDraws } from './support/drawnExamples.ts';
import { judgeDrawOrder } from './support/drawOrder.ts';
import { nameOfFailure, nameUnlessEarlier } from './support/earlier.ts';
import { EndRuns } from './support/endExamples.ts';
import { Exercise } from './support/exercise.ts';
import { drawInits, judgeInitShapes, judgeInitSpread } from './support/initCheck.ts';
import { judgeExtremeLogits } from './support/extremeLogits.ts';
import { judgeLargeBatch } from './support/largeBatch.ts';
import { judgeLateStep } from './support/lateStep.ts';
import { lossFigure } from './support/lossFigure.ts';
import { once } from './support/once.ts';
import { requireAgreement } from './support/references.ts';
import { judgeInitSeeds, judgeTrainSeeds } from './support/seeds.ts';
import { judgeShortBatch } from './support/shortBatch.ts';
import { judgeStart } from './support/startCheck.ts';
import { judgeSteepSteps } from './support/steepSteps.ts';
import type { Trainee } from './support/training.ts';
import { judgeGoal, type Goal } from './support/trainGoal.ts';
import { judgeWholeBatch } from './support/wholeBatch.ts';
import { WholeNetwork } from './support/wholeNetwork.ts';

const NETWORK: Network = { activation: 'relu', depth: 3 };
/**
 * Wide enough that a variance is known to an eighth: fan-in above fan-out, two layers of one fan-in, and one so small that an
 * input more or less shows.
 */
const WIDE = [
  [120, 90, 90, 80],
  [60, 110, 70, 90],
  [4, 1200, 2, 3],
  [400, 4, 1200, 2],
  [30, 400, 4, 1200],
];
/** Narrower, for the shapes. */
const OTHERS = [
  [4, 16, 16, 3],
  [5, 2, 3, 4],
  [1, 1, 1, 2],
];
/** He: variance times fan-in. */
const GAIN = 2;
const HIDDEN = [16, 16];
const BLOBS_GOAL: Goal = {
  ...BLOBS_SET,
  run: { ...BLOBS_SET.run, listens: true },
  accuracy: 0.98,
  loss: 0.05,
};

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawDeepCases(job.seed, job.exercise);
const twins = drawDeepTwins(job.seed, job.exercise);

const whole = new WholeNetwork(exercise, { network: NETWORK, cases, twins, inWords: deepInWords });
const inits = once(() => drawInits(student, job.seed, [...WIDE, ...OTHERS]));
const trainee: Trainee = {
  student,
  script: job.script,
  seed: job.seed,
  hidden: HIDDEN,
  mistakes: [...trainingMistakes, ...backwardInTraining(NETWORK.depth)],
};
const constant = new ConstantRuns(trainee);
const square = new ConstantRuns(trainee, { isSquare: true });
const ends = new EndRuns(trainee);

whole.checkValues();
exercise.check('gradient-check', () => whole.judgeSlopes());
exercise.check('init', judgeInit);
exercise.check('train-steps', () =>
  nameUnlessEarlier(earlierNames, async () => {
    await constant.judgeLosses();
    await constant.judgeSteps();
    await square.judgeSteps();
    await judgeSteepSteps(trainee, constant);
    await judgeDraws(trainee); // first: it knows why a batch is wrong
    await ends.judgeEnds();
    await judgeDrawOrder(trainee);
    await judgeWholeBatch(trainee);
    await judgeLargeBatch(trainee);
    await judgeShortBatch(trainee);
    await ends.judgeEveryStep();
    await judgeLateStep(trainee);
    await judgeAccuracies(trainee);
    await judgeExtremeLogits(trainee, constant);
    await judgeStart(trainee, await inits());
  }),
);
exercise.check('train-blobs', () =>
  nameUnlessEarlier(earlierNames, async () => {
    const { losses } = await judgeGoal(trainee, BLOBS_GOAL);
    exercise.show(lossFigure(losses, BLOBS_GOAL, HIDDEN));
  }),
);
exercise.check('inputs-unchanged', () => whole.judgeInputs());
exercise.check('repeatable', async () => {
  await whole.judgeMemory();
  await judgeInitSeeds(student, [5, 7, 4, 3]);
  await judgeTrainSeeds(trainee);
});

async function judgeInit(): Promise<void> {
  judgeInitShapes(await inits());
  judgeInitSpread((await inits()).slice(0, WIDE.length), GAIN);
}

/** What is wrong, if anything, with the functions that training calls: an id, or null where it has no name. */
async function earlierNames(): Promise<(string | null)[]> {
  return [...(await nameOfFailure(judgeInit)), ...(await whole.namesOfFaults())];
}
