import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../harness/course.ts';
import {
  deepFunctionsOn,
  functionsOn,
  isRight,
  looksLike,
  tanhFunctionsOn,
  type GradedFunction,
  type Predicted,
} from './catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The course's table "Forward, softmax, loss". */
const FORWARD =
  `bias-omitted activation-missing activation-before-linear relu-on-logits wrong-activation-side cache-order
  probabilities-as-logits softmax-unstable softmax-axis softmax-whole-matrix softmax-mutates-input relu-mutates-input
  softmax-batch-max loss-summed loss-divided-by-classes loss-sign loss-log-base loss-all-columns loss-unguarded-log
  loss-truncated-to-integers loss-squared-error loss-double-softmax`.split(/\s+/);

/** The course's table "Backward", less what needs a third layer or tanh. */
const BACKWARD = `batch-mean-missing batch-mean-twice batch-mean-by-classes gradient-sign one-hot-missing
  one-hot-all-columns softmax-jacobian-twice activation-mask-missing activation-mask-inverted activation-value-as-mask
  activation-of-gradient pre-activation-in-weight-gradient bias-gradient-averaged bias-gradient-before-mask
  weights-updated-first reshape-for-transpose bias-gradient-by-rows transpose-missing-square last-sample-only
  probabilities-mutated one-hot-width-from-batch stale-cache`.split(/\s+/);

/** What a third layer adds. */
const DEEP =
  `mask-of-other-layer weights-of-other-layer activation-of-other-layer gradient-of-other-layer`.split(' ');

/** What tanh adds; `tanh-mutates-input` where relu-mutates-input stands. */
const TANH =
  `tanh-relu-mask tanh-derivative-not-squared tanh-derivative-of-z tanh-applied-twice sigmoid-derivative
  tanh-derivative-sign tanh-on-logits activation-of-other-exercise tanh-mutates-input`.split(/\s+/);

/** Mistakes of relu alone, and the loss's: not among those of tanh's forward and backward. */
const RELU = new Set([
  'activation-mask-inverted',
  'relu-on-logits',
  'relu-mutates-input',
  'wrong-activation-side',
]);

/** Told by what a call does to its inputs or to the next call, not by the numbers it gives. */
const WITHOUT_NUMBERS = new Set(['softmax-mutates-input', 'probabilities-mutated', 'stale-cache']);

const SEEDS = [1, 2, 20_261_123];
const inputs = SEEDS.flatMap((seed) => [
  { seed, exercise: '01-forward' },
  { seed, exercise: '02-backward' },
]);

const ids = [...FORWARD, ...BACKWARD];

describe('the words for mistakes', () => {
  const { misconceptions } = readCourse(root);

  it.each([...ids, ...DEEP, ...TANH, 'loss-arguments-swapped'])('tell what %s is', (id) => {
    expect(misconceptions[id]).toMatch(/^\S.{20,}[.:?]$/);
  });
});

describe('the mistakes that numbers show', () => {
  const predicted = new Set(
    functionsOn(1, '01-forward').flatMap(({ mistakes }) => mistakes.map(({ id }) => id)),
  );

  it.each(ids.filter((id) => !WITHOUT_NUMBERS.has(id)))('hold %s', (id) => {
    expect(predicted).toContain(id);
  });

  it('are named by ids of the course and no other', () => {
    expect([...predicted].filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe.each(inputs)('on the inputs that seed $seed draws for $exercise', ({ seed, exercise }) => {
  const functions = functionsOn(seed, exercise);

  it.each(functions)('no mistake in $name gives the right numbers everywhere', (of) => {
    expect(of.mistakes.filter((mistake) => isUnseen(mistake, of)).map(({ id }) => id)).toEqual([]);
  });

  it.each(functions)('no two mistakes in $name look alike everywhere', (of) => {
    expect(alike(of)).toEqual([]);
  });
});

describe('the mistakes of deeper networks and of tanh', () => {
  const FORWARD_IDS = FORWARD.filter((id) => !/^(loss|softmax)/.test(id));
  const expected = [...FORWARD_IDS, ...BACKWARD].filter((id) => !WITHOUT_NUMBERS.has(id));
  const idsOf = (functions: GradedFunction[]) =>
    new Set(functions.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)));

  it('hold every id of the course that can occur in three layers', () => {
    const found = idsOf(deepFunctionsOn(1));
    expect([...expected, ...DEEP].filter((id) => !found.has(id))).toEqual([]);
  });

  it('hold every id of the course that can occur with tanh', () => {
    const found = idsOf(tanhFunctionsOn(1));
    const wanted = [...expected.filter((id) => !RELU.has(id)), ...TANH, 'loss-arguments-swapped'];
    expect(wanted.filter((id) => !found.has(id))).toEqual([]);
  });

  describe.each(SEEDS)('on the inputs of seed %d', (seed) => {
    const functions = [...deepFunctionsOn(seed), ...tanhFunctionsOn(seed)];

    it.each(functions)('show in $name', (of) => {
      expect(of.mistakes.filter((mistake) => isUnseen(mistake, of)).map(({ id }) => id)).toEqual([]);
    });

    it.each(functions)('are told apart in $name', (of) => {
      expect(alike(of)).toEqual([]);
    });
  });
});

describe('a catalogue', () => {
  const [linear] = functionsOn(1, '01-forward');
  if (!linear) throw new Error('there is no function');
  const [first] = linear.mistakes;
  if (!first) throw new Error('linear has no mistake');

  it('with one mistake under two ids is seen', () => {
    expect(alike({ ...linear, mistakes: [first, { ...first, id: 'other' }] })).toEqual([
      'bias-omitted and other',
    ]);
  });

  it('with a mistake that is none is seen', () => {
    expect(isUnseen({ id: 'none', given: linear.right }, linear)).toBe(true);
    expect(isUnseen(first, linear)).toBe(false);
  });
});

function isUnseen({ given }: Predicted, of: GradedFunction): boolean {
  return given.every((each, index) => isRight(each, rightOf(of, index)));
}

function alike(of: GradedFunction): string[] {
  return of.mistakes.flatMap((one, index) =>
    of.mistakes
      .slice(index + 1)
      .filter(({ id }) => id !== one.id)
      .filter(({ given }) => given.every((b, i) => looksLike(one.given[i] ?? 'wrong', b, rightOf(of, i))))
      .map(({ id }) => `${one.id} and ${id}`),
  );
}

function rightOf({ right }: GradedFunction, index: number): GradedFunction['right'][number] {
  const numbers = right[index];
  if (!numbers) throw new RangeError(`there is no input ${index}`);
  return numbers;
}
