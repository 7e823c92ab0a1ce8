import { describe, expect, it } from 'vitest';
import { deepInWords, drawDeepCases, drawDeepTwins } from '../../graders/support/deepCases.ts';
import { named } from '../../reference/float64/mlp.ts';

const SEEDS = [0, 1, 20_261_123, 2 ** 32 - 1];
const drawn = SEEDS.flatMap((seed) => drawDeepCases(seed, '04-three-layer'));
const widthsOf = ({ widths: [, h1, h2] }: (typeof drawn)[number]) => Math.sign(h1 - h2);

describe('every three-layer case', () => {
  it('keeps both hidden layers away from 0, with units on either side', () => {
    for (const { name: kind, pass } of drawn) {
      for (const name of ['z1', 'z2']) {
        const { data } = named(pass.cache, name);
        const isCorner = /next to 0|large inputs|^zeros|blank one/.test(kind);
        expect(Math.min(...data.map(Math.abs))).toBeGreaterThan(isCorner ? 4e-5 : 0.009);
        expect(data.some((z) => z > 0) && data.some((z) => z < 0)).toBe(true);
      }
    }
  });

  it('has a batch unlike every width, but for those made otherwise', () => {
    for (const { name, B, widths } of drawn.filter((each) => !each.name.startsWith('as many examples')))
      expect({ name, B, alike: widths.includes(B) && B > 1 }).toEqual({ name, B, alike: false });
  });

  it('has words that tell its sizes', () => {
    const [first] = drawDeepCases(1, '04-three-layer');
    expect(first && deepInWords(first)).toMatch(
      /^sizes that all differ: 1[123] examples, 4 inputs, [78] and 5 hidden units, 3 classes$/,
    );
  });
});

describe('the three-layer cases of a seed', () => {
  it('hold a first hidden layer wider, narrower and as wide as the second', () => {
    const cases = drawDeepCases(1, '04-three-layer');
    expect(new Set(cases.map(widthsOf))).toEqual(new Set([1, -1, 0]));
  });

  it('hold a square middle layer among layers that are not', () => {
    const cases = drawDeepCases(1, '04-three-layer');
    const square = cases.filter(({ widths: [width, h1, h2, C] }) => h1 === h2 && width !== h1 && C < h2);
    expect(square.length).toBeGreaterThan(1);
  });

  it('come again, as do twins of the same sizes', () => {
    expect(drawDeepCases(7, '04-three-layer')).toEqual(drawDeepCases(7, '04-three-layer'));
    const [one, other] = drawDeepTwins(7, '04-three-layer');
    expect([one.B, one.widths]).toEqual([other.B, other.widths]);
    expect(named(one.params, 'W2').data[0]).not.toBe(named(other.params, 'W2').data[0]);
  });
});
