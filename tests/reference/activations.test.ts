import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { activations, erf, type ActivationName } from '../../reference/float64/activations.ts';
import { familiesOf, mistakesOf, type Part } from '../../reference/misconceptions/activations.ts';

type Table = Record<ActivationName, Record<Part, number[]>> & { x: number[] };

const golden = (
  JSON.parse(readFileSync(new URL('../../reference/golden/pytorch.json', import.meta.url), 'utf8')) as {
    activations: Table;
  }
).activations;
const names = Object.keys(activations) as ActivationName[];
const functions = names.flatMap((name) => (['f', 'df'] as const).map((part) => ({ name, part })));

describe('an activation', () => {
  it.each(functions)('has PyTorch’s values of $name, $part, from -1000 to 1000', ({ name, part }) => {
    const want = golden[name][part];
    const off = golden.x.map((x, i) => Math.abs(activations[name][part](x) - (want[i] ?? Number.NaN)));
    expect(Math.max(...off)).toBeLessThan(1e-12);
  });

  it.each(names)('has in %s.df the slope of its f', (name) => {
    const { f, df } = activations[name];
    for (const x of [-3.1, -0.7, -0.2, 0.3, 1.1, 2.9]) {
      expect(df(x)).toBeCloseTo((f(x + 1e-5) - f(x - 1e-5)) / 2e-5, 8);
    }
  });
});

describe('erf', () => {
  // Values of Abramowitz and Stegun's table 7.1.
  it.each([
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
    [-1, -0.8427007929],
  ])('of %d is %d', (x, want) => {
    expect(erf(x)).toBeCloseTo(want, 10);
  });
});

describe('a mistake', () => {
  const points = [-5, -2, -1, -0.4, 0.4, 1, 2, 5];

  it.each(functions)('of $name, $part is wrong somewhere, and no other mistake', ({ name, part }) => {
    const right = points.map(activations[name][part]);
    const seen = new Map<string, string>();
    for (const { id, predict } of mistakesOf(name, part)) {
      const values = points.map(predict);
      const off = values.map((value, i) => Math.abs(value - (right[i] ?? 0)));
      expect(Math.max(...off)).toBeGreaterThan(1e-4);
      const key = values.map((value) => value.toFixed(6)).join();
      expect(seen.get(key) ?? id).toBe(id);
      seen.set(key, id);
    }
  });

  it('with an unknown slope reads it off a negative x alone', () => {
    const [slope] = familiesOf('leakyRelu', 'f');
    expect(slope?.estimate(-2, -0.4)).toBeCloseTo(0.2, 12);
    expect(slope?.estimate(2, 2)).toBeNull();
    expect(slope?.estimate(-2, -2)).toBeNull();
    expect(familiesOf('tanh', 'f')).toEqual([]);
  });
});
