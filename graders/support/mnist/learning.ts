// Whether training does what it should to the weights: all of them, by the training set alone, made smaller by decay.

import { named, type Params } from '../../../reference/float64/mlp.ts';
import type { NdArray } from '../../../reference/ndarray.ts';
import { show } from '../compare.ts';
import { CheckFailure } from '../failure.ts';
import type { Naming } from './curves.ts';
import { SLOW_LR } from './experiments.ts';
import { scoreOf } from './scores.ts';
import { seenOn, type Trained } from './training.ts';

/** Planted labels come back by chance from 1 in 60 (measured: 0.01 to 0.03); trained on, from 1 in 2 and more. */
export const PLANTED_LIMIT = 0.25;
/**
 * Loss on the planted labels, of that of runs which never saw them: right code came to 0.97 to 1.03; one step on them an epoch, or the
 * best of five epochs by them, to 0.46 to 0.61.
 */
const LED = 0.85;
/** lr 1e-9 moves a weight by less in twenty steps; training moved every array by 1e-2 and more (largest entry). */
const UNMOVED = 1e-6;
/** Decay leaves 0.01 of the weights; two draws of them differ by 0.3 % in W1 and 2 % in W2 (one deviation). */
const SHRUNK = { W1: 0.985, W2: 0.93 };
/** At SLOW_LR decay leaves 0.98 of the weights, and 0.58 with the strongest momentum; without lr, nothing. */
const VANISHED = 0.01;
/** Accuracy on the stated part itself: right code reached 0.919 to 0.938, code that saw one batch 0.77 to 0.79. */
const LEARNED = 0.86;
/**
 * Share of random labels known by heart: right code reached 1.000; code that holds a tenth of the pictures back comes to 0.91
 * (deviation 0.006), half of them to 0.53 to 0.56.
 */
export const REMEMBERED = 0.95;

const NAMES = ['W1', 'b1', 'W2', 'b2'] as const;

/** Runs beside the planted one: with other digits in valSet and their right labels, and each of the two again. */
export interface Beside {
  otherwise: () => Promise<Trained>;
  again: () => Promise<Trained>;
  otherwiseAgain: () => Promise<Trained>;
}

/** Fails where labels that stand in valSet alone come back, or another valSet changes the weights. */
export async function judgePlanted(planted: Trained, beside: Beside): Promise<void> {
  const share = plantedShare(planted);
  if (share > PLANTED_LIMIT)
    throw new CheckFailure(
      `The returned weights give ${percent(share)} of the wrong labels that stand in valSet alone: valSet measures, it must not train. ${seenOn(planted)}`,
      {
        misconception: 'trains-on-validation',
        evidence: { where: 'weights', got: Number(share.toFixed(3)) },
      },
    );
  const lead = await leadOf(planted, beside);
  if (lead === null) return;
  throw new CheckFailure(
    `${lead}: valSet measures, it must not train, nor decide when to stop or what to keep. ${seenOn(planted)}`,
  );
}

/** How it shows that valSet, and nothing but it, changes the weights; null where it does not. */
export async function leadOf(planted: Trained, beside: Beside): Promise<string | null> {
  const otherwise = await beside.otherwise();
  if (isSame(planted.weights, otherwise.weights)) return null;
  const again = await beside.again();
  if (isSame(planted.weights, again.weights))
    return 'With the same seed and other digits in valSet the weights come out different';
  // Not seeded: each run is another, but all are as far from labels that none of them has learned.
  const lossOf = ({ weights }: Trained) => scoreOf(planted.validation.digits, weights).loss;
  const led = Math.max(lossOf(planted), lossOf(again));
  const free = Math.min(lossOf(otherwise), lossOf(await beside.otherwiseAgain()));
  return led < LED * free
    ? `With wrong labels in valSet the weights come out nearer to these labels, at a loss of ${show(led)} on them, than with other digits there, at ${show(free)}`
    : null;
}

/** How many of the labels in valSet, all of them wrong, the weights give. */
export function plantedShare({ validation, weights }: Trained): number {
  return scoreOf(validation.digits, weights).accuracy;
}

/**
 * Fails with the arrays that two trainings leave as they were. One picture alone can teach W1 nothing where the mean picture of
 * the set is taken out first; `two` is asked for only then.
 */
export async function judgeTrained(
  one: Trained,
  still: Trained,
  two: () => Promise<Trained>,
  nameOf: Naming,
): Promise<void> {
  const unmovedByOne = unmovedIn(one, still);
  if (unmovedByOne.length === 0) return;
  const unmovedByTwo = unmovedIn(await two(), still);
  const unmoved = unmovedByOne.filter((name) => unmovedByTwo.includes(name));
  if (unmoved.length === 0) return;
  const names = unmoved.join(' and ');
  const zero = unmoved.every((name) => largestOf(named(one.weights, name)) <= UNMOVED);
  throw new CheckFailure(
    `${names} ${unmoved.length > 1 ? 'are' : 'is'} ${zero ? 'still 0' : 'the same'} after 20 steps: every step updates W1, b1, W2 and b2, and the updated ones are returned. ${seenOn(one)}`,
    { misconception: await nameOf(), evidence: { where: names } },
  );
}

/**
 * The arrays that training left as they were. Without a seeded start that can be told of biases alone, which are 0 then.
 */
export function unmovedIn(one: Trained, still: Trained): string[] {
  return NAMES.filter((name) => {
    const [trained, start] = [named(one.weights, name), named(still.weights, name)];
    return trained.data.every((value, i) => Math.abs(value - (start.data[i] ?? 0)) <= UNMOVED);
  });
}

/** Fails where strong decay does not make W1 and W2 smaller. */
export async function judgeDecay(decayed: Trained, plain: Trained, nameOf: Naming): Promise<void> {
  for (const name of ['W1', 'W2'] as const) {
    const [with_, without] = [norm(decayed, name), norm(plain, name)];
    if (with_ <= SHRUNK[name] * without) continue;
    throw new CheckFailure(
      `weightDecay 1 leaves the norm of ${name} at ${show(with_)}; without decay it is ${show(without)}, and 20 steps at lr 0.2 should leave a hundredth of that: every step takes lr * weightDecay * w off each weight. ${seenOn(decayed)}`,
      {
        misconception: await nameOf(),
        evidence: {
          where: name,
          expected: Number(show(without * 0.8 ** 20)),
          got: Number(show(with_)),
        },
      },
    );
  }
}

/** Fails where decay does not go with lr: at a small one most of a weight stays, whatever the optimiser makes of it. */
export function judgeDecayRate(slow: Trained, plain: Trained): void {
  const gone = (['W1', 'W2'] as const).find((name) => norm(slow, name) < VANISHED * norm(plain, name));
  if (gone === undefined) return;
  throw new CheckFailure(
    `weightDecay 1 leaves nothing of ${gone} after 20 steps at lr ${SLOW_LR}, where ${1 - SLOW_LR} of a weight should stay at each step: every step takes lr * weightDecay * w off each weight, and not weightDecay * w. ${seenOn(slow)}`,
    {
      evidence: {
        where: gone,
        expected: Number(show(norm(plain, gone) * (1 - SLOW_LR) ** 20)),
        got: Number(show(norm(slow, gone))),
      },
    },
  );
}

/** Whether decay changed nothing at all, but for another draw of the weights. */
export function isUndecayed(decayed: Trained, plain: Trained): boolean {
  return (['W1', 'W2'] as const).every(
    (name) => Math.abs(norm(decayed, name) / norm(plain, name) - 1) < 1 - SHRUNK[name],
  );
}

/** Fails where some of the examples were never learned, though nothing but their own label could teach them. */
export async function judgeRemembered(training: Trained, nameOf: Naming): Promise<void> {
  const { accuracy } = scoreOf(training.train.digits, training.weights);
  if (accuracy >= REMEMBERED) return;
  throw new CheckFailure(
    `Of random pictures with random labels, which can only be learned by heart, the returned weights know ${percent(accuracy)}; expected ${percent(REMEMBERED)} and more: every example has to come up, with its own label. ${seenOn(training)}`,
    {
      misconception: await nameOf(),
      evidence: { where: 'weights', expected: REMEMBERED, got: Number(accuracy.toFixed(4)) },
    },
  );
}

/** Fails where the set that was trained on is not learned. */
export async function judgeLearned(training: Trained, nameOf: Naming): Promise<void> {
  const { accuracy, loss } = scoreOf(training.train.digits, training.weights);
  if (accuracy >= LEARNED) return;
  const reported = training.history?.trainLoss.at(-1);
  const said = reported === undefined ? '' : ` (the last reported mini-batch: ${show(reported)})`;
  throw new CheckFailure(
    `After five epochs the returned weights get ${percent(accuracy)} of the very examples they were trained on right, with a loss of ${show(loss)}${said}; expected ${percent(LEARNED)} and more. ${seenOn(training)}`,
    {
      misconception: await nameOf(),
      evidence: { where: 'weights', expected: LEARNED, got: Number(accuracy.toFixed(4)) },
    },
  );
}

/** A fraction as people say it. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(fraction < 0.1 ? 1 : 0)} %`;
}

function isSame(a: Params, b: Params): boolean {
  return NAMES.every((name) => {
    const [one, other] = [named(a, name).data, named(b, name).data];
    return one.length === other.length && one.every((value, i) => value === other[i]);
  });
}

function norm({ weights }: Trained, name: string): number {
  return Math.sqrt(named(weights, name).data.reduce((sum, value) => sum + value * value, 0));
}

function largestOf({ data }: NdArray): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
