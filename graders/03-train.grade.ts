// Grades 03-train: the initialisation by its statistics, the update to the last digit, mini-batches as a partition in random
// order, and the training loop by its steps, its draws and what it has learned.

import { BLOBS_SET, XOR_SET } from '../reference/datasets/goals.ts';
import { backwardInTraining, trainingMistakes } from '../reference/misconceptions/training.ts';
import type { Tensors } from '../reference/misconceptions/mistake.ts';
import { updateMistakes } from '../reference/misconceptions/update.ts';
import { stepped, type Update } from '../reference/float64/descent.ts';
import { zip } from '../reference/ndarray.ts';
import { judgeAccuracies } from './support/accuracyCheck.ts';
import { drawBatches, judgeOrder, judgePartition } from './support/batchCheck.ts';
import { drawCases, drawTwins, inWords, type Case } from './support/cases.ts';
import { ConstantRuns } from './support/constantRuns.ts';
import { judgeDraws } from './support/drawnExamples.ts';
import { judgeDrawOrder } from './support/drawOrder.ts';
import { EndRuns } from './support/endExamples.ts';
import { Exercise } from './support/exercise.ts';
import { drawInits, judgeInitShapes, judgeInitSpread } from './support/initCheck.ts';
import { CheckFailure } from './support/failure.ts';
import { judgeLargeBatch } from './support/largeBatch.ts';
import { judgeLateStep } from './support/lateStep.ts';
import { lossFigure } from './support/lossFigure.ts';
import { Memory } from './support/memory.ts';
import { nameMistake } from './support/mistakes.ts';
import { once } from './support/once.ts';
import { judgeInputs } from './support/purity.ts';
import { requireAgreement } from './support/references.ts';
import { judgeDrawn, judgeInitSeeds, judgeTrainSeeds } from './support/seeds.ts';
import { judgeShortBatch } from './support/shortBatch.ts';
import { judgeStart } from './support/startCheck.ts';
import { judgeSteepSteps } from './support/steepSteps.ts';
import { Student } from './support/student.ts';
import type { Trainee } from './support/training.ts';
import { judgeGoal, type Goal } from './support/trainGoal.ts';
import { judgeWholeBatch } from './support/wholeBatch.ts';
import { judge, tryAll, type Attempt } from './support/verdict.ts';

/**
 * Wide enough that a variance is known to an eighth: fan-in above fan-out, two layers of one fan-in, and one so small that an
 * input more or less shows.
 */
const WIDE = [
  [150, 100, 80],
  [60, 60, 130],
  [4, 1200, 2],
  [400, 4, 1200],
];
/** The lesson's own widths, and narrow ones, for the shapes. */
const OTHERS = [
  [4, 16, 3],
  [5, 1, 2],
  [1, 1, 2],
];
/** Variance times fan-in: He. */
const GAIN = 2;
/** Large enough that a step which is lost shows in every digit asked for; the lesson tries 5. And 0, which is no missing rate. */
const RATES = [0.05, 5, 0.3, 0];

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise);
const twins = drawTwins(job.seed, job.exercise);
const trainee: Trainee = {
  student,
  script: job.script,
  seed: job.seed,
  hidden: [16],
  mistakes: [...trainingMistakes, ...backwardInTraining(2)],
};

const blobs: Goal = {
  ...BLOBS_SET,
  run: { ...BLOBS_SET.run, listens: true },
  accuracy: 0.98,
  loss: 0.05,
};
/** Right code was right on 0.9975 of the examples at least, with a loss of 0.013 at most, in 200 runs. */
const xor: Goal = {
  ...XOR_SET,
  accuracy: 0.95,
  loss: 0.2,
  advice: { below: 0.82, says: ' A model without an activation cannot do better than 0.8 here.' },
};

const inits = once(() => drawInits(student, job.seed, [...WIDE, ...OTHERS]));
const order = once(() => judgeOrder(student, job.seed));
const updates = once(() => tryAll(student, 'sgdStep', 'forward', cases.map(updateAttempt)));
const draws = once(() => judgeDraws(trainee));
const constant = new ConstantRuns(trainee);
const square = new ConstantRuns(trainee, { isSquare: true });
const ends = new EndRuns(trainee);
const memory = new Memory(() => new Student(job), {
  name: 'sgdStep',
  rule: 'forward',
  attempts: [updateAttempt(twins[0], 1), updateAttempt(twins[1], 1)],
  answer: stepped,
  accumulated: afterBoth,
});

exercise.check('init-shapes', async () => judgeInitShapes(await inits()));
exercise.check('init-he', async () => judgeInitSpread((await inits()).slice(0, WIDE.length), GAIN));
exercise.check('sgd-step', async () => {
  const misconception = () => updates().then((trials) => nameMistake(trials, { mistakes: updateMistakes }));
  for (const tensor of ['W1', 'b1', 'W2', 'b2']) {
    await judge(await updates(), tensor, { function: 'sgdStep', script: job.script, misconception });
  }
});
exercise.check('batches-partition', () => judgePartition(student, job.seed));
exercise.check('batches-order', order);
exercise.check('train-losses', async () => {
  await constant.judgeLosses();
  await judgeAccuracies(trainee);
});
exercise.check('train-steps', async () => {
  await constant.judgeSteps();
  await square.judgeSteps();
  await judgeSteepSteps(trainee, constant);
  await judgeWholeBatch(trainee).catch(tellLabels);
  await judgeLargeBatch(trainee);
  await judgeShortBatch(trainee);
  await ends.judgeEveryStep();
  await judgeLateStep(trainee);
  await judgeStart(trainee, await inits());
});
exercise.check('train-draws', async () => {
  await draws();
  await ends.judgeEnds();
  if (await isFair()) await judgeDrawOrder(trainee);
});
exercise.check('train-blobs', async () => {
  const { losses } = await judgeGoal(trainee, blobs);
  exercise.show(lossFigure(losses, blobs, trainee.hidden));
});
exercise.check('train-xor', async () => {
  await judgeGoal(trainee, xor);
});
exercise.check('inputs-unchanged', async () => {
  const runs = await constant.trials().catch(() => []); // what is wrong with train is told where it is judged
  judgeInputs(student, { train: runs }, () => null);
});
exercise.check('repeatable', async () => {
  await memory.judge(student, await updates());
  await judgeInitSeeds(student, [5, 7, 4]);
  await judgeDrawn('miniBatches', async (seed) =>
    (await drawBatches(student, seed, { n: 30, batchSize: 8 })).flat(),
  );
  await judgeTrainSeeds(trainee);
});

/** Whether miniBatches is; where not, that is told where it is judged, and a loop that uses it is not told it again. */
function isFair(): Promise<boolean> {
  return order().then(
    () => true,
    () => false,
  );
}

/** Throws what is wrong with the labels of batches, if that is the reason for a failure, or the failure. */
async function tellLabels(failure: unknown): Promise<void> {
  const reason = await draws().catch((why: unknown) => why);
  const isLabels =
    reason instanceof CheckFailure && reason.told.misconception === 'labels-not-shuffled-along';
  throw isLabels ? reason : failure;
}

/** The gradients are those of the reference, so that no step is out of proportion. */
function updateAttempt(each: Case, index: number): Attempt<Update> {
  const { params, pass } = each;
  const grads = Object.fromEntries(
    Object.keys(params).map((name) => [`d${name}`, pass.grads[`d${name}`] ?? params[name]]),
  );
  const lr = RATES[index % RATES.length] ?? 1;
  const input = { params, grads: grads as Update['grads'], lr };
  return {
    input,
    words: `${inWords(each)}, lr ${lr}`,
    given: { params, grads: input.grads, lr },
    want: stepped(input),
    returns: 'record',
    mayChange: true,
  };
}

/** What sgdStep gives where it still holds the gradients of the call before. */
function afterBoth({ input: before }: Attempt<Update>, { input }: Attempt<Update>): Tensors {
  const grads = Object.entries(input.grads).map(([name, grad]) => [
    name,
    zip(grad, before.grads[name] ?? grad, (a, b) => a + b),
  ]);
  return stepped({ ...input, grads: Object.fromEntries(grads) as Tensors });
}
