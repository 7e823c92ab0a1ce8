// Grades 05-tanh: forward and backward of the tanh network in float64, Xavier, and the same loss in TensorFlow.js. Beside
// the points it trains the network against one with relu, as the lesson's exercise 3 asks.

import { named } from '../reference/float64/mlp.ts';
import { backwardFamilies, backwardMistakes } from '../reference/misconceptions/backward.ts';
import type { BackwardInput, Network } from '../reference/misconceptions/chain.ts';
import { forwardFamilies, forwardMistakes, type ForwardInput } from '../reference/misconceptions/forward.ts';
import { networkLossMistakes } from '../reference/misconceptions/tfLoss.ts';
import { raceFigure } from './support/activationRace.ts';
import { drawCases, drawTwins, inWords, type Case } from './support/cases.ts';
import { Exercise } from './support/exercise.ts';
import { placeInNetwork } from './support/faultPlace.ts';
import { drawInits, judgeInitShapes, judgeInitSpread } from './support/initCheck.ts';
import { Memory } from './support/memory.ts';
import { nameMistake } from './support/mistakes.ts';
import { mutationName } from './support/mutations.ts';
import { judgeNumerically } from './support/numericCheck.ts';
import { once } from './support/once.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { requireAgreement } from './support/references.ts';
import { judgeInitSeeds } from './support/seeds.ts';
import { Student } from './support/student.ts';
import { judgeTfGradients, judgeTfValues, tryTfLoss } from './support/tfLossCheck.ts';
import type { Trial } from './support/trial.ts';
import { judge, tryAll, tryOne, type Attempt } from './support/verdict.ts';

const NETWORK: Network = { activation: 'tanh', depth: 2 };
const FORWARD = ['z1', 'a1', 'z2'];
const PASSED_ON = ['z1', 'a1', 'p'];
const GRADIENTS = ['dW2', 'db2', 'dW1', 'db1'];
/** Wide enough that a variance is known to a twelfth, fan-in above fan-out and below it; and narrow ones for the shapes. */
const WIDTHS = [
  [150, 100, 80],
  [60, 90, 130],
  [4, 16, 3],
  [5, 1, 2],
];
/** Xavier: variance times fan-in. */
const GAIN = 1;

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise, NETWORK.activation);
const twins = drawTwins(job.seed, job.exercise, NETWORK.activation);
/** TensorFlow.js itself cannot differentiate `unstack` of a single row. */
const tfCases = cases.filter(({ B }) => B > 1).map((each) => ({ ...each, words: inWords(each) }));

const passes = once(() => tryAll(student, 'forward', 'forward', cases.map(forwardAttempt)));
const backwards = once(() => tryAll(student, 'backward', 'gradient', cases.map(backwardAttempt)));
const inits = once(() => drawInits(student, job.seed, WIDTHS));
const tfLosses = once(() => tryTfLoss(student, job.script, tfCases));
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
exercise.check('init', async () => {
  judgeInitShapes(await inits());
  judgeInitSpread((await inits()).slice(0, 2), GAIN);
});
exercise.check('tf-loss', async () => judgeTfValues(await tfLosses(), networkLossMistakes(NETWORK)));
exercise.check('tf-gradients', () => judgeTfGradients(student, job.script, tfCases));
exercise.check('inputs-unchanged', async () => {
  const networks = [...cases, ...twins];
  judgeInputs(student, await everyTrial(), (mutation) => mutationName(mutation, networks));
});
exercise.check('repeatable', async () => {
  requireAnswers(await everyTrial());
  await forwardMemory.judge(student, await passes(), await forwardName());
  await backwardMemory.judge(student, await backwards(), await backwardName());
  await judgeInitSeeds(student, [5, 7, 3]);
});
exercise.picture(() => raceFigure(student, job.seed));

async function everyTrial(): Promise<Record<string, Trial<unknown>[]>> {
  return { forward: await passes(), backward: await backwards() };
}

function forwardAttempt(each: Case): Attempt<ForwardInput> {
  const { X, params, pass } = each;
  return {
    input: { X, params },
    words: inWords(each),
    given: { X, params },
    want: pick(pass.cache, FORWARD),
    returns: 'record',
  };
}

function backwardAttempt(each: Case): Attempt<BackwardInput> {
  const { X, y, params, pass } = each;
  const cache = pick(pass.cache, PASSED_ON);
  return {
    input: { X, y, cache, params },
    words: inWords(each),
    given: { X, y, cache, params },
    want: pick(pass.grads, GRADIENTS),
    returns: 'record',
  };
}

function pick(arrays: Case['params'], names: readonly string[]): Case['params'] {
  return Object.fromEntries(names.map((name) => [name, named(arrays, name)]));
}
