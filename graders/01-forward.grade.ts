// Grades 01-forward: linear, relu, softmax, crossEntropy and forward against the float64 reference.

import { forward, named } from '../reference/float64/mlp.ts';
import { addRow, matmul } from '../reference/float64/matmul.ts';
import { softmax } from '../reference/float64/softmax.ts';
import type { Network } from '../reference/misconceptions/chain.ts';
import {
  forwardFamilies,
  forwardMistakes,
  linearMistakes,
  reluFamilies,
  reluMistakes,
  type LinearInput,
} from '../reference/misconceptions/forward.ts';
import { extremeLossMistakes, lossMistakes, rightLoss } from '../reference/misconceptions/loss.ts';
import { extremeSoftmaxMistakes, softmaxMistakes } from '../reference/misconceptions/softmax.ts';
import type { Tensors } from '../reference/misconceptions/mistake.ts';
import { map, scalar, type NdArray } from '../reference/ndarray.ts';
import {
  drawCases,
  drawTwins,
  equalLogits,
  extremeLogits,
  manyLogits,
  inWords,
  layerOf,
  type Case,
  type Logits,
} from './support/cases.ts';
import type { Mutation } from './support/changedInputs.ts';
import { crossed } from './support/crossed.ts';
import { Exercise } from './support/exercise.ts';
import { judgeLosses, lossAttempt, tryLosses } from './support/lossTrials.ts';
import { nameMistake, type Catalogue } from './support/mistakes.ts';
import { once } from './support/once.ts';
import { Memory } from './support/memory.ts';
import { judgeInputs, requireAnswers } from './support/purity.ts';
import { requireAgreement } from './support/references.ts';
import { Student } from './support/student.ts';
import type { Trial } from './support/trial.ts';
import { judge, skipIfFollows, tryAll, type Attempt } from './support/verdict.ts';

const NETWORK: Network = { activation: 'relu', depth: 2 };

const exercise = new Exercise((reference) => requireAgreement(reference, cases));
const { job, student } = exercise;
const cases = drawCases(job.seed, job.exercise);
const twins = drawTwins(job.seed, job.exercise);
const plainLogits = [...cases.map(logitsOf), ...equalLogits(), manyLogits(job.seed, job.exercise)];
const extremes = extremeLogits(job.seed, job.exercise);

// Each function is tried once, when the first check asks for it.
const linear = once(() => tryAll(student, 'linear', 'forward', cases.flatMap(linearAttempts)));
const relu = once(() => tryAll(student, 'relu', 'forward', cases.map(reluAttempt)));
const softmaxes = once(() => tryAll(student, 'softmax', 'forward', plainLogits.map(softmaxAttempt)));
const extremeSoftmaxes = once(() => tryAll(student, 'softmax', 'forward', extremes.map(softmaxAttempt)));
const losses = once(() => tryLosses(student, plainLogits));
const passes = once(() => tryAll(student, 'forward', 'forward', cases.map(forwardAttempt)));

exercise.check('linear', async () => judgeOne('linear', 'z', await linear(), { mistakes: linearMistakes }));
exercise.check('relu', async () =>
  judgeOne('relu', 'a', await relu(), { mistakes: reluMistakes, families: reluFamilies }),
);
exercise.check('softmax', async () => {
  // Named on the extreme logits as well: a second mistake may show on those alone.
  const everywhere = [...(await softmaxes()), ...(await extremeSoftmaxes())];
  const misconception = () => nameMistake(everywhere, { mistakes: softmaxMistakes });
  await judge(await softmaxes(), 'p', { function: 'softmax', script: job.script, misconception });
});
exercise.check('softmax-extreme', async () =>
  judgeOne('softmax', 'p', await extremeSoftmaxes(), { mistakes: extremeSoftmaxMistakes }),
);
exercise.check('cross-entropy', async () => judgeLosses(await losses(), lossMistakes, job.script));
exercise.check('cross-entropy-extreme', async () =>
  judgeLosses(await tryLosses(student, extremes), extremeLossMistakes, job.script),
);
const PASS = ['z1', 'a1', 'z2'];
for (const [index, tensor] of PASS.entries()) {
  const catalogue = { mistakes: forwardMistakes(NETWORK), families: forwardFamilies(NETWORK) };
  exercise.check(`forward-${tensor}`, async () => {
    skipIfFollows(await passes(), tensor, PASS.slice(0, index));
    await judgeOne('forward', tensor, await passes(), catalogue);
  });
}

exercise.check('inputs-unchanged', async () => judgeInputs(student, await everyTrial(), mutationName));
exercise.check('repeatable', async () => {
  const trials = await everyTrial();
  requireAnswers(trials);
  for (const { name, judge: judgeMemory } of memories()) await judgeMemory(trials[name] ?? []);
});

async function judgeOne<Input>(
  name: string,
  tensor: string,
  trials: Trial<Input>[],
  catalogue: Catalogue<Input>,
): Promise<void> {
  await judge(trials, tensor, {
    function: name,
    script: job.script,
    misconception: () => nameMistake(trials, catalogue),
  });
}

async function everyTrial(): Promise<Record<string, Trial<unknown>[]>> {
  const crossEntropy = await losses();
  return {
    linear: await linear(),
    relu: await relu(),
    softmax: await softmaxes(),
    crossEntropy,
    forward: await passes(),
  };
}

function mutationName({ function: name, input }: Mutation): string | null {
  if (name === 'softmax' || (name === 'crossEntropy' && input === 'logits')) return 'softmax-mutates-input';
  return name === 'relu' ? 'relu-mutates-input' : null;
}

function linearAttempts(each: Case): Attempt<LinearInput>[] {
  return [
    firstLayerAttempt(each),
    linearAttempt(each, { X: named(each.pass.cache, 'a1'), ...layerOf(each, 2) }),
  ];
}

function firstLayerAttempt(each: Case): Attempt<LinearInput> {
  return linearAttempt(each, { X: each.X, ...layerOf(each, 1) });
}

function linearAttempt(each: Case, input: LinearInput): Attempt<LinearInput> {
  const z = addRow(matmul(input.X, input.W), input.b);
  return { input, words: inWords(each), given: { ...input }, want: { z }, returns: 'value' };
}

function reluAttempt(each: Case): Attempt<{ z: NdArray }> {
  const z = named(each.pass.cache, 'z1');
  const a = map(z, (value) => Math.max(0, value));
  return { input: { z }, words: inWords(each), given: { z }, want: { a }, returns: 'value' };
}

function logitsOf(each: Case): Logits {
  return { name: inWords(each), z: named(each.pass.cache, 'z2'), y: each.y };
}

function softmaxAttempt({ name, z }: Logits): Attempt<{ z: NdArray }> {
  return { input: { z }, words: name, given: { z }, want: { p: softmax(z) }, returns: 'value' };
}

function forwardAttempt(each: Case): Attempt<{ X: NdArray; params: Case['params'] }> {
  const { X, params } = each;
  const { z1, a1, z2 } = forward('relu', X, params);
  if (!z1 || !a1 || !z2) throw new RangeError('a two-layer pass has z1, a1 and z2');
  return {
    input: { X, params },
    words: inWords(each),
    given: { X, params },
    want: { z1, a1, z2 },
    returns: 'record',
  };
}

/** Each function by two calls; no gradients are among what it may keep. */
function memories() {
  const [one, two] = twins;
  const fresh = () => new Student(job);
  const memory = <Input extends object>(
    name: string,
    make: (each: Case) => Attempt<Input>,
    answer: (input: Input) => Tensors,
  ) => {
    const attempts: [Attempt<Input>, Attempt<Input>] = [make(one), make(two)];
    const further = { accumulated: null, crossed: crossed(one, two).map(make) };
    const made = new Memory(fresh, { name, rule: 'forward', attempts, answer, ...further });
    return { name, judge: (trials: readonly Trial<unknown>[]) => made.judge(student, trials) };
  };
  return [
    memory('linear', firstLayerAttempt, ({ X, W, b }) => ({ z: addRow(matmul(X, W), b) })),
    memory('relu', reluAttempt, ({ z }) => ({ a: map(z, (value) => Math.max(0, value)) })),
    memory(
      'softmax',
      (each) => softmaxAttempt(logitsOf(each)),
      ({ z }) => ({ p: softmax(z) }),
    ),
    memory(
      'crossEntropy',
      (each) => lossAttempt(logitsOf(each)),
      (input) => ({ loss: scalar(rightLoss(input).high) }),
    ),
    memory('forward', forwardAttempt, ({ X, params }) => forward('relu', X, params)),
  ];
}
