import { describe, expect, it } from 'vitest';
import { CheckFailure } from '../../graders/support/failure.ts';
import { judgeInitShapes, judgeInitSpread, type Init } from '../../graders/support/initCheck.ts';
import { normal, stream, type Rng } from '../../graders/support/random.ts';
import { map, matrix, vector } from '../../reference/ndarray.ts';

const HE = 2;
const XAVIER = 1;
const WIDTHS = [
  [150, 100, 80],
  [60, 90, 130],
];
/** Of the normal distribution cut at two deviations. */
const TRUNCATED_DEVIATION = 0.879_625_661;

type Weight = (rng: Rng, fanIn: number, fanOut: number) => number;

const uniform = (rng: Rng) => (2 * rng() - 1) * Math.sqrt(3);
const toss = (rng: Rng) => (rng() < 0.5 ? -1 : 1);
const truncated = (rng: Rng): number => {
  const draw = normal(rng);
  return Math.abs(draw) < 2 ? draw / TRUNCATED_DEVIATION : truncated(rng);
};

describe('an initialisation', () => {
  it.each<[string, number, (rng: Rng) => number]>([
    ['normal He', HE, normal],
    ['uniform He', HE, uniform],
    ['truncated He', HE, truncated],
    ['normal Xavier', XAVIER, normal],
    ['uniform Xavier', XAVIER, uniform],
  ])('that is %s passes on every one of 100 seeds', (_, gain, unit) => {
    for (let seed = 0; seed < 100; seed++) {
      const inits = initsOf(seed, (rng, fanIn) => unit(rng) * Math.sqrt(gain / fanIn));
      expect(failureOf(() => judgeInitSpread(inits, gain))).toBeNull();
    }
  });

  it.each<[string, number, (rng: Rng) => number]>([
    ['Xavier by the toss of a coin', XAVIER, toss],
    ['He by three sides of a die', HE, (rng) => Math.sqrt(1.5) * Math.floor(3 * rng() - 1)],
  ])('that is %s passes on every one of 30 seeds', (_, gain, unit) => {
    for (let seed = 0; seed < 30; seed++) {
      const inits = initsOf(seed, (rng, fanIn) => unit(rng) * Math.sqrt(gain / fanIn));
      expect(failureOf(() => judgeInitSpread(inits, gain))).toBeNull();
    }
  });

  it.each<[string, (tossed: number[], index: number, columns: number) => number]>([
    ['one row', (tossed, index, columns) => tossed[index % columns] ?? 0],
    ['one column', (tossed, index, columns) => tossed[Math.floor(index / columns)] ?? 0],
    ['a short list', (tossed, index) => tossed[index % 37] ?? 0],
    ['each toss twice', (tossed, index) => tossed[Math.floor(index / 2)] ?? 0],
    [
      'one row, its sign tossed for each',
      (tossed, index, columns) =>
        (tossed[index % columns] ?? 0) * (tossed[500 + Math.floor(index / columns)] ?? 0),
    ],
    ['signs in turn', (_, index) => (index % 2) * 2 - 1],
  ])('that is %s over and over fails', (_, pick) => {
    const rng = stream(4, 'tosses');
    const tossed = Array.from({ length: 20_000 }, () => toss(rng));
    const W = (rows: number, columns: number) =>
      map(matrix(rows, columns), (__, index) => pick(tossed, index, columns) / Math.sqrt(rows));
    const params = { W1: W(150, 100), b1: vector([]), W2: W(100, 80), b2: vector([]) };
    const failure = failureOf(() => judgeInitSpread([{ dims: [150, 100, 80], params, flaw: null }], XAVIER));
    expect(failure?.message).toMatch(/has mean|again and again/);
  });

  it.each<[string | null, number, string, Weight]>([
    ['init-variance-not-deviation', HE, 'the variance as scale', (rng, n) => normal(rng) * (2 / n)],
    ['init-xavier-for-relu', HE, '1 / sqrt(n)', (rng, n) => normal(rng) / Math.sqrt(n)],
    ['init-xavier-for-relu', HE, 'both fans', (rng, n, m) => normal(rng) * Math.sqrt(2 / (n + m))],
    ['init-he-for-tanh', XAVIER, 'sqrt(2 / n)', (rng, n) => normal(rng) * Math.sqrt(2 / n)],
    ['init-fan-out', HE, 'the fan-out', (rng, _n, m) => normal(rng) * Math.sqrt(2 / m)],
    ['init-unscaled', HE, 'a plain normal draw', normal],
    ['init-zero', HE, 'zeros', () => 0],
    ['init-zero', HE, 'a constant', () => 0.1],
    ['init-not-centred', HE, 'numbers from 0 to 1', (rng, n) => rng() * Math.sqrt(2 / n)],
    [
      null,
      HE,
      'a normal cut at two deviations',
      (rng, n) => truncated(rng) * TRUNCATED_DEVIATION * Math.sqrt(2 / n),
    ],
    [null, HE, 'three values', (rng, n) => Math.round(1.5 * uniform(rng)) * Math.sqrt(2 / n) * 0.76],
  ])('is named %s (gain %i) where it draws %s, on every one of 20 seeds', (id, gain, _, weight) => {
    for (let seed = 0; seed < 20; seed++) {
      const failure = failureOf(() => judgeInitSpread(initsOf(seed, weight), gain));
      expect(failure?.told.misconception).toBe(id);
    }
  });

  it('is named init-repeated-draws where both layers hold the same ones', () => {
    const [one] = initsOf(1, (rng, n) => normal(rng) * Math.sqrt(2 / n));
    const W1 = one?.params?.W1;
    if (!one?.params || !W1) throw new Error('no W1');
    const W2 = map(matrix(100, 80), (_, index) => (W1.data[index] ?? 0) * Math.sqrt(150 / 100));
    const failure = failureOf(() => judgeInitSpread([{ ...one, params: { ...one.params, W2 } }], HE));
    expect(failure?.told.misconception).toBe('init-repeated-draws');
  });

  it('has biases of 0, and is told where they are not', () => {
    const [one] = initsOf(1, () => 1);
    if (!one?.params) throw new Error('no params');
    expect(failureOf(() => judgeInitShapes([one]))).toBeNull();
    const drawn = { ...one.params, b1: vector([0.1, -0.2, 0.3]) };
    expect(failureOf(() => judgeInitShapes([{ ...one, params: drawn }]))?.told.misconception).toBe(
      'init-bias-random',
    );
    const equal = { ...one.params, b1: vector([0.1, 0.1]) };
    expect(failureOf(() => judgeInitShapes([{ ...one, params: equal }]))?.told.misconception).toBeNull();
  });
});

function initsOf(seed: number, weight: Weight): Init[] {
  const rng = stream(seed, 'weights');
  return WIDTHS.map((dims) => {
    const [d = 1, h = 1, c = 1] = dims;
    const W = (fanIn: number, fanOut: number) => map(matrix(fanIn, fanOut), () => weight(rng, fanIn, fanOut));
    const zeros = (length: number) => vector(new Float64Array(length));
    return { dims, params: { W1: W(d, h), b1: zeros(h), W2: W(h, c), b2: zeros(c) }, flaw: null };
  });
}

/** What a check fails with; null where it passes. */
function failureOf(check: () => void): CheckFailure | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) return error;
    throw error;
  }
}
