// Grades 04-three-layer: forward, six gradients from the grader's own forward results, the numeric check, and what a third
// layer changes in initialisation and training.

import { named } from '../reference/float64/mlp.ts';
import { backwardFamilies, backwardMistakes } from '../reference/misconceptions/backward.ts';
import type { BackwardInput, Network } from '../reference/misconceptions/chain.ts';
import { forwardFamilies, forwardMistakes, type ForwardInput } from '../reference/misconceptions/forward.ts';
import { backwardInTraining, trainingMistakes } from '../reference/misconceptions/training.ts';
import { BLOBS } from '../reference/datasets/clusters.ts';
import { ConstantRuns } from './support/constantRuns.ts';
import { deepInWords, drawDeepCases, drawDeepTwins, type DeepCase } from './support/deepCases.ts';
import { judgeDraws } from './support/drawnExamples.ts';
import { nameOfFailure, nameUnlessEarlier } from './support/earlier.ts';
import { Exercise } from './support/exercise.ts';
import { placeInNetwork } from './support/faultPlace.ts';
import { drawInits, judgeInitShapes, judgeInitSpread } from './support/initCheck.ts';
import { lossFigure } from './support/learning.ts';
import { Memory } from './support/memory.ts';
import { nameMistake } from './support/mistakes.ts';
import { mutationName } from './support/mutations.ts';
import { judgeNumerically } from './support/numericCheck.ts';
import { once } from './support/once.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { requireAgreement } from './support/references.ts';
import { judgeInitSeeds, judgeTrainSeeds } from './support/seeds.ts';
import { Student } from './support/student.ts';
import type { Trainee } from './support/training.ts';
import { judgeGoal, type Goal } from './support/trainGoal.ts';
import type { Trial } from './support/trial.ts';
import { judge, tryAll, tryOne, type Attempt } from './support/verdict.ts';
import { judgeWholeBatch } from './support/wholeBatch.ts';

const NETWORK: Network = { activation: 'relu', depth: 3 };
const CACHED = ['z1', 'a1', 'z2', 'a2'];
const PASSED_ON = [...CACHED, 'p'];
const FORWARD = [...CACHED, 'z3'];
const GRADIENTS = ['dW3', 'db3', 'dW2', 'db2', 'dW1', 'db1'];
/** Wide enough that a variance is known to a twelfth, fan-in above fan-out and below it; and narrow ones for the shapes. */
const WIDTHS = [
  [120, 90, 100, 80],
  [60, 110, 70, 90],
  [4, 16, 16, 3],
  [5, 2, 3, 4],
];
/** He: variance times fan-in. */
const GAIN = 2;
const HIDDEN = [16, 16];
const BLOBS_GOAL: Goal = {
  name: 'the blobs',
  clusters: BLOBS,
  examples: 600,
  run: { lr: 0.05, batchSize: 32, steps: 2000, listens: true },
  accuracy: 0.98,
  loss: 0.05,
  advice: '',
};

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawDeepCases(job.seed, job.exercise);
const twins = drawDeepTwins(job.seed, job.exercise);

const passes = once(() => tryAll(student, 'forward', 'forward', cases.map(forwardAttempt)));
const backwards = once(() => tryAll(student, 'backward', 'gradient', cases.map(backwardAttempt)));
const inits = once(() => drawInits(student, job.seed, WIDTHS));
const trainee: Trainee = {
  student,
  script: job.script,
  seed: job.seed,
  hidden: HIDDEN,
  mistakes: [...trainingMistakes, ...backwardInTraining(NETWORK.depth)],
};
const constant = new ConstantRuns(trainee);
const fresh = () => new Student(job);
const forwardMemory = new Memory(fresh, {
  name: 'forward',
  rule: 'forward',
  attempts: [forwardAttempt(twins[0]), forwardAttempt(twins[1])],
});
const backwardMemory = new Memory(fresh, {
  name: 'backward',
  rule: 'gradient',
  attempts: [backwardAttempt(twins[0]), backwardAttempt(twins[1])],
});
const forwardName = once(async () =>
  nameMistake(await passes(), { mistakes: forwardMistakes(NETWORK), families: forwardFamilies(NETWORK) }),
);
const backwardName = once(async () => {
  const catalogue = { mistakes: backwardMistakes(NETWORK), families: backwardFamilies(NETWORK) };
  return nameMistake(await backwards(), catalogue) ?? backwardMemory.name();
});
const faultIn = once(() => placeInNetwork(job, cases));

for (const tensor of FORWARD) {
  exercise.check(`forward-${tensor}`, async () =>
    judge(await passes(), tensor, { function: 'forward', script: job.script, misconception: forwardName }),
  );
}
for (const tensor of GRADIENTS) {
  exercise.check(tensor, async () =>
    judge(await backwards(), tensor, {
      function: 'backward',
      script: job.script,
      misconception: backwardName,
      faultIn,
    }),
  );
}
exercise.check('gradient-check', () =>
  judgeNumerically(
    cases,
    async (each) => (await tryOne(student, 'backward', 'gradient', backwardAttempt(each))).got,
    () => backwardMemory.name(),
  ),
);
exercise.check('init', judgeInit);
exercise.check('train-steps', () =>
  nameUnlessEarlier(earlierNames, async () => {
    await constant.judgeLosses();
    await constant.judgeSteps();
    await judgeDraws(trainee); // first: it knows why a batch is wrong
    await judgeWholeBatch(trainee);
  }),
);
exercise.check('train-blobs', () =>
  nameUnlessEarlier(earlierNames, async () => {
    const { losses } = await judgeGoal(trainee, BLOBS_GOAL);
    exercise.show(lossFigure('Loss on the blobs', losses, BLOBS_GOAL, HIDDEN));
  }),
);
exercise.check('inputs-unchanged', async () => {
  const networks = [...cases, ...twins];
  judgeInputs(student, await everyTrial(), (mutation) => mutationName(mutation, networks));
});
exercise.check('repeatable', async () => {
  requireAnswers(await everyTrial());
  await forwardMemory.judge(student, await passes(), await forwardName());
  await backwardMemory.judge(student, await backwards(), await backwardName());
  await judgeInitSeeds(student, [5, 7, 4, 3]);
  await judgeTrainSeeds(trainee);
});

async function judgeInit(): Promise<void> {
  judgeInitShapes(await inits());
  judgeInitSpread((await inits()).slice(0, 2), GAIN);
}

/** What is wrong, if anything, with the functions that training calls: an id, or null where it has no name. */
async function earlierNames(): Promise<(string | null)[]> {
  const names = await nameOfFailure(judgeInit);
  if ((await passes()).some(({ right }) => !right)) names.push(await forwardName());
  if ((await backwards()).some(({ right }) => !right)) names.push(await backwardName());
  return names;
}

async function everyTrial(): Promise<Record<string, Trial<unknown>[]>> {
  return { forward: await passes(), backward: await backwards() };
}

function forwardAttempt(each: DeepCase): Attempt<ForwardInput> {
  const { X, params, pass } = each;
  const want = pick(pass.cache, FORWARD);
  return {
    input: { X, params },
    words: deepInWords(each),
    given: { X, params },
    want,
    returns: 'record',
  };
}

function backwardAttempt(each: DeepCase): Attempt<BackwardInput> {
  const { X, y, params, pass } = each;
  const cache = pick(pass.cache, PASSED_ON);
  return {
    input: { X, y, cache, params },
    words: deepInWords(each),
    given: { X, y, cache, params },
    want: pick(pass.grads, GRADIENTS),
    returns: 'record',
  };
}

function pick(arrays: DeepCase['params'], names: readonly string[]): DeepCase['params'] {
  return Object.fromEntries(names.map((name) => [name, named(arrays, name)]));
}
