// Grades 02-backward: dz2, then dW2, db2, dW1 and db1 from the grader's own forward results, against the float64
// reference and against numeric gradients.

import { named } from '../reference/float64/mlp.ts';
import { backwardFamilies, backwardMistakes } from '../reference/misconceptions/backward.ts';
import { gradients, type BackwardInput, type Network } from '../reference/misconceptions/chain.ts';
import { topGradient, topMistakes, type TopInput } from '../reference/misconceptions/topGradient.ts';
import { matrix } from '../reference/ndarray.ts';
import { drawCases, drawTwins, inWords, type Case } from './support/cases.ts';
import { crossed } from './support/crossed.ts';
import { Exercise } from './support/exercise.ts';
import { CheckSkipped } from './support/failure.ts';
import { placeFault } from './support/faultPlace.ts';
import { judgeNumerically } from './support/numericCheck.ts';
import { nameMistake } from './support/mistakes.ts';
import { mutationName } from './support/mutations.ts';
import { labelsLinger, topLabelsLinger } from './support/lingering.ts';
import { once } from './support/once.ts';
import { Memory } from './support/memory.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { requireAgreement } from './support/references.ts';
import { Student } from './support/student.ts';
import { differenceIn, type Trial } from './support/trial.ts';
import { judge, tryAll, tryOne, type Attempt } from './support/verdict.ts';

const TOP = 'softmaxCrossEntropyGrad';
const NETWORK: Network = { activation: 'relu', depth: 2 };
const GRADIENTS = ['dW2', 'db2', 'dW1', 'db1'];
/** Examples of the batch whose one class is the only one. */
const ONE_CLASS = 3;

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise);
const twins = drawTwins(job.seed, job.exercise);

const tops = once(() => tryAll(student, TOP, 'gradient', [...cases.map(topAttempt), ofOneClass()]));
const backwards = once(() => tryAll(student, 'backward', 'gradient', cases.map(backwardAttempt)));
const fresh = () => new Student(job);
const topMemory = new Memory(fresh, {
  name: TOP,
  rule: 'gradient',
  attempts: [topAttempt(twins[0]), topAttempt(twins[1])],
  answer: ({ p, y }) => ({ dz2: topGradient(p, y) }),
  lingering: topLabelsLinger,
  crossed: crossed(...twins).map(topAttempt),
});
const backwardMemory = new Memory(fresh, {
  name: 'backward',
  rule: 'gradient',
  attempts: [backwardAttempt(twins[0]), backwardAttempt(twins[1])],
  answer: (input) => gradients(NETWORK, input),
  lingering: labelsLinger,
  crossed: crossed(...twins).map(backwardAttempt),
});
const topName = once(async () => nameMistake(await tops(), { mistakes: topMistakes }) ?? topMemory.name());
const backwardName = once(async () => {
  const catalogue = { mistakes: backwardMistakes(NETWORK), families: backwardFamilies(NETWORK) };
  return nameMistake(await backwards(), catalogue) ?? backwardMemory.name();
});

const faultIn = once(() => placeFault(job, cases, backwardOn));

exercise.check('dz2', async () => {
  await judge(await tops(), 'dz2', { function: TOP, script: job.script, misconception: topName });
});
for (const tensor of GRADIENTS) exercise.check(tensor, () => judgeGradient(tensor));
exercise.check('gradient-check', () =>
  judgeNumerically(
    cases,
    async (each) => (await backwardOn(each)).got,
    () => backwardMemory.name(),
  ),
);
exercise.check('inputs-unchanged', async () => {
  const networks = [...cases, ...twins];
  judgeInputs(student, await everyTrial(), (mutation) => mutationName(mutation, networks));
});
exercise.check('repeatable', async () => {
  requireAnswers(await everyTrial());
  await topMemory.judge(student, await tops(), await topName());
  await backwardMemory.judge(student, await backwards(), await backwardName());
});

async function judgeGradient(tensor: string): Promise<void> {
  const trials = await backwards();
  if (trials.some((trial) => trial.fault === null && differenceIn(trial, tensor) !== null))
    await skipIfFollows();
  await judge(trials, tensor, {
    function: 'backward',
    script: job.script,
    misconception: backwardName,
    faultIn,
    forwardOf: '01-forward',
  });
}

/** Where dz2 and what comes after it are wrong by one and the same mistake, dz2 says it, and it is not said again. */
async function skipIfFollows(): Promise<void> {
  const wrong = (await tops()).some(({ right, fault }) => !right && !fault);
  if (!wrong || (await backwards()).every(({ right }) => right)) return;
  const [top, backward] = [await topName(), await backwardName()];
  if (top !== null && top === backward) throw new CheckSkipped('This follows from dz2: mend that first.');
}

async function backwardOn(each: Case): Promise<Trial<BackwardInput>> {
  return tryOne(student, 'backward', 'gradient', backwardAttempt(each));
}

async function everyTrial(): Promise<Record<string, Trial<unknown>[]>> {
  return { [TOP]: await tops(), backward: await backwards() };
}

function topAttempt(each: Case): Attempt<TopInput> {
  const p = named(each.pass.cache, 'p');
  const { y } = each;
  return {
    input: { p, y },
    words: inWords(each),
    given: { p, y },
    want: { dz2: topGradient(p, y) },
    returns: 'value',
  };
}

/** With one class p is 1 and its gradient 0: softmax is no sigmoid. */
function ofOneClass(): Attempt<TopInput> {
  const [p, y] = [matrix(ONE_CLASS, 1, new Array<number>(ONE_CLASS).fill(1)), new Int32Array(ONE_CLASS)];
  const want = { dz2: topGradient(p, y) };
  return {
    input: { p, y },
    words: `${ONE_CLASS} examples of one class`,
    given: { p, y },
    want,
    returns: 'value',
  };
}

function backwardAttempt(each: Case): Attempt<BackwardInput> {
  const { X, y, params, pass } = each;
  const cache = { z1: named(pass.cache, 'z1'), a1: named(pass.cache, 'a1'), p: named(pass.cache, 'p') };
  const want = Object.fromEntries(GRADIENTS.map((name) => [name, named(pass.grads, name)]));
  return {
    input: { X, y, cache, params },
    words: inWords(each),
    given: { X, y, cache, params },
    want,
    returns: 'record',
  };
}
