import { describe, expect, it } from 'vitest';
import {
  factorOf,
  ignoresRate,
  isPlain,
  isPredicted,
  tryAntipodes,
} from '../../graders/support/antipodes.ts';
import { stream } from '../../graders/support/random.ts';
import { nameReplay, replay, wrongMovement } from '../../graders/support/replay.ts';
import { drawLines, judgeMoved, judgeNetwork, layersOf } from '../../graders/support/tfChecks.ts';
import { CheckFailure } from '../../graders/support/failure.ts';
import { drawBatches, drawBlobs } from '../../graders/support/blobs.ts';
import { ruleMistakes } from '../../reference/misconceptions/plainStep.ts';
import { hiddenNetwork, type Faults } from './hiddenNetwork.ts';

const INITIALISATIONS: [string, [number, number, number, number]][] = [
  ['He', [0.71, 0, 0.354, 0]],
  ['nn.Linear, as wide', [0.289, 0.289, 0.144, 0.144]],
  ['small weights', [0.01, 0, 0.01, 0]],
  ['large weights', [1, 0, 1, 0]],
  ['biases as well', [0.71, 0.3, 0.354, 0.3]],
];
const RULES: [string, Faults][] = [
  ['momentum', { rule: momentum }],
  ['Adam', { rule: adam }],
];

describe('bends', () => {
  it.each(INITIALISATIONS)('are 16 of 16 relu units, with %s', async (_, deviations) => {
    for (let seed = 1; seed <= 5; seed++) expect(await networkFault({ deviations }, seed)).toBeNull();
  });

  it.each<[string, Faults, string]>([
    ['15 units', { units: 15 }, 'hidden-width'],
    ['17 units', { units: 17 }, 'hidden-width'],
    ['no relu', { activate: (z) => z }, 'activation-missing'],
    ['tanh', { activate: Math.tanh }, 'activation-of-another'],
    ['relu6', { activate: (z) => Math.min(6, Math.max(0, z)) }, 'activation-of-another'],
  ])('tell %s', async (_, faults, id) => {
    expect(await networkFault(faults, 3)).toBe(id);
  });
});

describe('the point opposite an example', () => {
  it.each(INITIALISATIONS)('shows plain gradient descent, with %s', async (_, deviations) => {
    for (let seed = 1; seed <= 3; seed++) {
      const trials = await antipodes({ deviations }, seed);
      expect(isPlain(trials)).toBe(true);
      expect(isPlain(trials.map(({ later }) => later))).toBe(true);
    }
  });

  it('is looked at until all is known to be plain, and where it is not, on 28 models', async () => {
    expect((await antipodes({})).length).toBeLessThan(28);
    expect(await antipodes({ rate: (lr) => 1.1 * lr })).toHaveLength(28);
    let kept = 0;
    const keepsRate = (lr: number) => (lr === kept / 2 ? kept : (kept = lr));
    const late = await antipodes({ rate: keepsRate });
    expect([isPlain(late), isPlain(late.map(({ later }) => later))]).toEqual([true, false]);
    expect(late).toHaveLength(28);
  });

  it.each(RULES)('shows %s', async (_, faults) => {
    const trials = await antipodes(faults);
    const names = new Set(
      ruleMistakes.filter(({ predict }) => isPredicted(trials, predict)).map(({ id }) => id),
    );
    expect(isPlain(trials)).toBe(false);
    expect([...names]).toEqual(['optimizer-not-plain']);
  });

  it.each([0.1, 0.5, 2, -1])('shows a rate that is %d times too large', async (factor) => {
    const trials = await antipodes({ rate: (lr) => lr * factor });
    expect(isPlain(trials)).toBe(false);
    expect(factorOf(trials)).toBeCloseTo(factor, 2);
    expect(ignoresRate(trials)).toBe(false);
  });

  it('shows a rate that is always the same', async () => {
    const trials = await antipodes({ rate: () => 0.004 });
    expect(isPlain(trials)).toBe(false);
    expect(ignoresRate(trials)).toBe(true);
  });

  it('shows a bias that stays', async () => {
    const trials = await antipodes({ frozen: ['b2'] });
    expect(isPlain(trials)).toBe(false);
    expect(trials.every(({ moved }) => moved)).toBe(true);
  });
});

describe('steps replayed in float64', () => {
  it.each(INITIALISATIONS)('are plain gradient descent where they are, with %s', async (_, deviations) => {
    for (let seed = 1; seed <= 5; seed++) {
      const steps = await replayed({ deviations }, seed);
      expect(steps.length).toBeGreaterThanOrEqual(23); // after a leap every p may be 0 or 1
      expect(wrongMovement(steps)).toBeNull();
      expect(nameReplay(steps)).toBeNull();
    }
  });

  it.each<[string, Faults, string | null]>([
    ['momentum', { rule: momentum }, 'optimizer-not-plain'],
    ['a sum', { rule: sum }, 'gradients-accumulate'],
    ['Adam', { rule: adam }, null],
    ['a rate one hundredth too large', { rate: (lr) => 1.01 * lr }, null],
  ])('show %s', async (_, faults, id) => {
    const steps = await replayed(faults, 2);
    expect(wrongMovement(steps)).not.toBeNull();
    expect(nameReplay(steps)).toBe(id);
  });

  it('leave a parameter that never moves to the check of training', async () => {
    expect(wrongMovement(await replayed({ frozen: ['W1'] }, 3))).toBeNull();
  });

  it('are none where the variables do not explain the logits', async () => {
    const steps = await replay(hiddenNetwork({ activate: Math.tanh }), stream(1, 'replay'));
    expect(steps).toBeNull();
  });
});

describe('training', () => {
  it.each<[string, Faults, string | null]>([
    ['everything', {}, null],
    ['all but W1', { frozen: ['W1'] }, 'parameters-not-trained'],
    ['all but W1 and b1', { frozen: ['W1', 'b1'] }, 'parameters-not-trained'],
    ['all but W2', { frozen: ['W2'] }, 'parameters-not-trained'],
    ['all but b1', { frozen: ['b1'] }, 'update-skips-biases'],
  ])('of %s is told by the bends', async (_, faults, id) => {
    const model = hiddenNetwork(faults);
    await model.create(5);
    const lines = drawLines(stream(5, 'lines')).slice(0, 3);
    const before = await layersOf(model, lines);
    const rng = stream(5, 'blobs');
    for (const { X, y } of drawBatches(rng, drawBlobs(rng, 100), 100, 32)) await model.step(X, y, 0.15);
    expect(await faultOf(judgeMoved(model, lines, before))).toBe(id);
  });
});

async function networkFault(faults: Faults, seed: number): Promise<string | null> {
  const model = hiddenNetwork(faults);
  await model.create(seed);
  return faultOf(judgeNetwork(model, drawLines(stream(seed, 'lines'))));
}

async function replayed(faults: Faults, seed: number) {
  return (await replay(hiddenNetwork(faults), stream(seed, 'replay'))) ?? [];
}

function antipodes(faults: Faults, seed = 1) {
  return tryAntipodes(hiddenNetwork(faults), stream(seed, 'antipodes'));
}

/** The misconception that a judgement ends with; null where it passes. */
async function faultOf(judgement: Promise<void>): Promise<string | null> {
  try {
    await judgement;
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) return error.told.misconception ?? 'unnamed';
    throw error;
  }
}

function momentum(): (gradient: number) => number {
  let velocity = 0;
  return (gradient) => (velocity = 0.9 * velocity + gradient);
}

function sum(): (gradient: number) => number {
  let all = 0;
  return (gradient) => (all += gradient);
}

function adam(): (gradient: number) => number {
  let [mean, square, t] = [0, 0, 0];
  return (gradient) => {
    t++;
    mean = 0.9 * mean + 0.1 * gradient;
    square = 0.999 * square + 0.001 * gradient ** 2;
    return mean / (1 - 0.9 ** t) / (Math.sqrt(square / (1 - 0.999 ** t)) + 1e-8);
  };
}
