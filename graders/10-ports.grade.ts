// Grades 10-ports: a model of TensorFlow.js by what shows of it from outside, and a loss of jax-js with its gradients.

import { drawCases, drawTwins, inWords, isFitForFloat32, type Case } from './support/cases.ts';
import { crossed } from './support/crossed.ts';
import { Exercise } from './support/exercise.ts';
import { CheckFailure } from './support/failure.ts';
import { judgeJax, nameJax, nameMemory, requireSameJax, tryJax, JAX } from './support/jaxTrials.ts';
import { once } from './support/once.ts';
import { PortCurves } from './support/portCurves.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { integer, stream } from './support/random.ts';
import { requireAgreement } from './support/references.ts';
import { drawLines, inputs, judgeLogits, judgeMoved, judgeNetwork, layersOf } from './support/tfChecks.ts';
import { Student } from './support/student.ts';
import { TfModel } from './support/tfModel.ts';
import { judgeSeeds } from './support/tfSeeds.ts';
import { judgeLoss, judgeStep } from './support/tfStep.ts';

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const random = (name: string) => stream(job.seed, `${job.exercise} ${name}`);
const cases = drawCases(job.seed, job.exercise).filter(isFitForFloat32);
const model = new TfModel(student, job.script);
const seed = integer(random('seed'), 1, 1_000_000);
const lines = drawLines(random('lines'));
const somewhere = inputs(random('somewhere'), 16);
const curves = new PortCurves(random('blobs'));
const inputOf = (each: Case) => ({ ...each, words: inWords(each) });
const [one, two] = drawTwins(job.seed, job.exercise);
const alike = [inputOf(one), inputOf(two), ...crossed(one, two).map(inputOf)] as const;
const jax = once(() => tryJax(student, [...cases.map(inputOf), ...alike]));
const jaxName = once(async () => nameJax(await jax()) ?? nameMemory(() => new Student(job), alike));
let lossName: string | null = null;

/** The first model, as it was before any step. */
const untrained = once(async () => {
  await model.create(seed);
  return { logits: await model.predict(somewhere), layers: await layersOf(model, lines) };
});

exercise.check('tf-logits', async () => {
  await model.create(seed);
  await judgeLogits(model, random('logits'));
});
exercise.check('tf-network', async () => {
  await untrained();
  await judgeNetwork(model, lines);
});
exercise.check('tf-loss', async () => {
  await untrained();
  try {
    await judgeLoss(model, random('loss'));
  } catch (error) {
    if (error instanceof CheckFailure) lossName = error.told.misconception ?? null;
    throw error;
  }
});
exercise.check('tf-step', () => judgeStep(model, random('step'), lossName));
exercise.check('tf-learns', async () => {
  await model.create(seed);
  await curves.trainTf(model);
});
exercise.check('tf-trains-all', async () => judgeMoved(model, lines, (await untrained()).layers));
exercise.check('tf-seed', async () => judgeSeeds(model, seed, somewhere, (await untrained()).logits));

for (const tensor of ['loss', 'dW2', 'db2', 'dW1', 'db1']) {
  exercise.check(`jax-${tensor}`, async () =>
    judgeJax(await jax(), tensor, { script: job.script, misconception: jaxName }),
  );
}
exercise.check('jax-learns', () => curves.trainJax(student, job.script));
exercise.check('inputs-unchanged', async () =>
  judgeInputs(
    student,
    { [JAX]: await jax() },
    () => null,
    ({ input }) => `structuredClone(${input})`,
  ),
);
exercise.check('repeatable', async () => {
  const figure = curves.figure();
  if (figure) exercise.show(figure);
  const trials = await jax();
  requireAnswers({ [JAX]: trials });
  await requireSameJax(student, trials, { script: job.script, misconception: jaxName });
});
