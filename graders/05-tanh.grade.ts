// Grades 05-tanh: forward and backward of the tanh network in float64, Xavier, and the same loss in TensorFlow.js. Beside
// the points it trains the network against one with relu, as the lesson's exercise 3 asks.

import type { Network } from '../reference/misconceptions/chain.ts';
import { networkLossMistakes } from '../reference/misconceptions/tfLoss.ts';
import { raceFigure } from './support/activationRace.ts';
import { drawCases, drawTwins, inWords } from './support/cases.ts';
import { Exercise } from './support/exercise.ts';
import { drawInits, judgeInitShapes, judgeInitSpread } from './support/initCheck.ts';
import { once } from './support/once.ts';
import { requireAgreement } from './support/references.ts';
import { judgeInitSeeds } from './support/seeds.ts';
import { extremeCases, judgeTfExtremes } from './support/tfExtremes.ts';
import { judgeTfGradients, judgeTfValues, tryTfLoss } from './support/tfLossCheck.ts';
import { WholeNetwork } from './support/wholeNetwork.ts';

const NETWORK: Network = { activation: 'tanh', depth: 2 };
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
/** Narrower, for the shapes. */
const OTHERS = [
  [4, 16, 3],
  [5, 1, 2],
  [1, 1, 2],
];
/** Xavier: variance times fan-in. */
const GAIN = 1;

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise, NETWORK.activation);
const twins = drawTwins(job.seed, job.exercise, NETWORK.activation);
const tfCases = cases.map((each) => ({ ...each, words: inWords(each) }));

const whole = new WholeNetwork(exercise, { network: NETWORK, cases, twins, inWords });
const inits = once(() => drawInits(student, job.seed, [...WIDE, ...OTHERS]));
const tfLosses = once(() => tryTfLoss(student, job.script, tfCases));

whole.checkValues();
exercise.check('gradient-check', () => whole.judgeSlopes());
exercise.check('init', async () => {
  judgeInitShapes(await inits());
  judgeInitSpread((await inits()).slice(0, WIDE.length), GAIN);
});
exercise.check('tf-loss', async () => {
  judgeTfValues(await tfLosses(), networkLossMistakes(NETWORK));
  await judgeTfExtremes(student, job.script, extremeCases(job.seed, twins[0]));
});
exercise.check('tf-gradients', () => {
  const several = tfCases.filter(({ B }) => B > 1); // TensorFlow.js itself cannot differentiate `unstack` of a single row
  return judgeTfGradients(student, job.script, several);
});
exercise.check('inputs-unchanged', () => whole.judgeInputs());
exercise.check('repeatable', async () => {
  await whole.judgeMemory();
  await judgeInitSeeds(student, [5, 7, 2]);
});
exercise.picture(() => raceFigure(student, job.seed));
