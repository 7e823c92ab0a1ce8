// Grades 09-activations: six scalar functions and their derivatives, and two linear layers collapsed into one.

import { activations, type ActivationName } from '../reference/float64/activations.ts';
import type { Part } from '../reference/misconceptions/activations.ts';
import { collapsed } from '../reference/misconceptions/collapse.ts';
import { activationFigure } from './support/activationFigure.ts';
import { drawCases, drawTwins } from './support/cases.ts';
import { collapseAttempt, judgeCollapse, tryCollapse, withOneOutput } from './support/collapseTrials.ts';
import { Exercise } from './support/exercise.ts';
import { Memory } from './support/memory.ts';
import { once } from './support/once.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { stream } from './support/random.ts';
import { requireAgreement } from './support/references.ts';
import {
  drawPoints,
  judgeScalar,
  nameScalar,
  requireSameAgain,
  tryScalar,
  type ScalarTrial,
} from './support/scalarTrials.ts';
import { Student } from './support/student.ts';

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise);
const [one, two] = drawTwins(job.seed, job.exercise);
const points = drawPoints(stream(job.seed, `${job.exercise} points`));
const names = Object.keys(activations) as ActivationName[];
const parts: Part[] = ['f', 'df'];

const pairs = new Map(names.map((name) => [name, once(() => tryPair(name))]));
const scalars = once(async () => (await Promise.all(names.map(trialsOf))).flat());
const collapses = once(() => tryCollapse(student, [...cases, withOneOutput(one)]));
const collapseMemory = new Memory(() => new Student(job), {
  name: 'collapse',
  rule: 'forward',
  attempts: [collapseAttempt(one), collapseAttempt(two)],
  answer: (input) => ({ ...collapsed(input) }),
  accumulated: null,
});

for (const name of names) {
  for (const [index, part] of parts.entries()) {
    exercise.check(part === 'f' ? name : `${name}-derivative`, async () => {
      const trials = await trialsOf(name);
      const trial = trials[index];
      if (trial) judgeScalar(trial, job.script, () => nameScalar(trial, trials));
    });
  }
}
for (const tensor of ['W', 'b']) {
  exercise.check(`collapse-${tensor}`, async () => judgeCollapse(await collapses(), tensor, job.script));
}
exercise.check('inputs-unchanged', async () =>
  judgeInputs(student, { collapse: await collapses() }, () => null),
);
exercise.check('repeatable', async () => {
  const [trials, tried] = [await scalars(), await collapses()];
  const silent = trials.filter(({ got }) => got === null);
  requireAnswers({ collapse: tried, ...Object.fromEntries(silent.map((trial) => [trial.path, [trial]])) });
  for (const trial of trials) await requireSameAgain(student, trial);
  await collapseMemory.judge(student, tried);
});

async function trialsOf(name: ActivationName): Promise<ScalarTrial[]> {
  return (await pairs.get(name)?.()) ?? [];
}

async function tryPair(name: ActivationName): Promise<ScalarTrial[]> {
  const trials: ScalarTrial[] = [];
  for (const part of parts) trials.push(await tryScalar(student, name, part, points));
  const figure = await activationFigure(student, name);
  if (figure) exercise.show(figure);
  return trials;
}
