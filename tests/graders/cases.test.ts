import { describe, expect, it } from 'vitest';
import { drawCases, drawTwins, extremeLogits, inWords, type Case } from '../../graders/support/cases.ts';
import { normal, stream } from '../../graders/support/random.ts';
import { named } from '../../reference/float64/mlp.ts';

const SEEDS = [0, 1, 20_261_123, 2 ** 32 - 1];
const EXERCISES = ['01-forward', '02-backward'];
/** Cases in which sizes are the same on purpose, by their names. */
const ALIKE = /^(as many|square)/;
/** Cases that are made of what a draw hardly ever gives, by their names. */
const CORNER = /next to 0|large inputs|^zeros|blank one/;

const drawn = SEEDS.flatMap((seed) => EXERCISES.flatMap((exercise) => drawCases(seed, exercise)));

describe('every case', () => {
  it('keeps its pre-activations away from 0, and its probabilities', () => {
    for (const { name, pass } of drawn) {
      const nearest = Math.min(...named(pass.cache, 'z1').data.map(Math.abs));
      expect(nearest).toBeGreaterThan(CORNER.test(name) ? 4e-5 : 0.009);
      expect(Math.min(...named(pass.cache, 'p').data)).toBeGreaterThan(0);
    }
  });

  it('has units that are active and units that are not', () => {
    for (const { pass } of drawn) {
      const { data } = named(pass.cache, 'z1');
      expect(data.some((z) => z > 0) && data.some((z) => z < 0)).toBe(true);
    }
  });

  it('has a batch unlike every width, but for those made otherwise', () => {
    for (const { name, B, in: width, h, C } of drawn.filter((each) => !ALIKE.test(each.name))) {
      expect({ name, B, alike: [width, h, C].includes(B) }).toEqual({ name, B, alike: false });
    }
  });

  it('has labels that are classes, and biases that are not 0 but for those made so', () => {
    for (const { name, y, C, params } of drawn) {
      expect(Array.from(y).every((label) => label >= 0 && label < C)).toBe(true);
      expect(named(params, 'b1').data.includes(0)).toBe(name.startsWith('zeros'));
    }
  });

  it.each([
    ['two classes', ({ C }: Case) => C === 2],
    ['one hidden unit', ({ h }: Case) => h === 1],
    ['one input', ({ in: width }: Case) => width === 1],
    ['a large batch', ({ B }: Case) => B > 64],
    ['zeros among the inputs, and no biases', ({ X }: Case) => X.data.includes(0)],
    ['one example, units next to 0', ({ pass }: Case) => has(pass, (z) => z > 0 && z < 1.1e-4)],
    ['one example, units next to 0', ({ pass }: Case) => has(pass, (z) => z < 0 && z > -1.1e-4)],
    ['one example, large inputs and weights', ({ pass }: Case) => has(pass, (z) => z > 6)],
  ])('is what its name says: %s', (wanted, holds) => {
    const cases = drawn.filter(({ name }) => name === wanted);
    expect(cases).toHaveLength(SEEDS.length * EXERCISES.length);
    expect(cases.every(holds)).toBe(true);
  });

  it('has words that tell its sizes and why it is there', () => {
    const [first] = drawCases(1, '01-forward');
    expect(first && inWords(first)).toMatchInlineSnapshot(
      `"sizes that all differ: 13 examples, 5 inputs, 7 hidden units, 3 classes"`,
    );
  });
});

describe('a seed', () => {
  it('gives the same inputs again', () => {
    expect(drawCases(7, '02-backward')).toEqual(drawCases(7, '02-backward'));
    expect(drawTwins(7, '02-backward')).toEqual(drawTwins(7, '02-backward'));
    expect(extremeLogits(7, '01-forward')).toEqual(extremeLogits(7, '01-forward'));
  });

  it.each([
    ['another seed', 8, '02-backward'],
    ['another exercise', 7, '01-forward'],
  ])('gives other inputs than %s', (_, seed, exercise) => {
    const numbers = (cases: Case[]) => cases.map(({ X }) => X.data[1]);
    const other = new Set(numbers(drawCases(seed, exercise)));
    expect(numbers(drawCases(7, '02-backward')).filter((number) => other.has(number))).toEqual([]);
  });

  it('gives twins of the same sizes with nothing else in common', () => {
    const [one, other] = drawTwins(7, '02-backward');
    expect([one.B, one.in, one.h, one.C]).toEqual([other.B, other.in, other.h, other.C]);
    expect(named(one.params, 'W1').data.some((w) => named(other.params, 'W1').data.includes(w))).toBe(false);
  });
});

describe('a stream', () => {
  it('is uniform in [0, 1), and normal where that is asked', () => {
    const rng = stream(1, 'moments');
    const uniform = Array.from({ length: 20_000 }, rng);
    expect(uniform.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    const normals = Array.from({ length: 20_000 }, () => normal(rng));
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((number) => number ** 2))).toBeCloseTo(1, 1);
  });
});

function has({ cache }: Case['pass'], holds: (z: number) => boolean): boolean {
  return named(cache, 'z1').data.some(holds);
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
