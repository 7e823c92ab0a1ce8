import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, stream } from '../../graders/support/random.ts';
import { depthOf, lossAndGrads, named, type Activation, type Params } from '../../reference/float64/mlp.ts';
import { agrees, numericGradient, type LossAt } from '../../reference/gradientCheck.ts';
import { map, matrix, vector, type NdArray } from '../../reference/ndarray.ts';

/** Runs of a property: each takes the slope of every parameter of a network. */
const PROPERTY_RUNS = 60;
/** 1 % of an entry this large is far above the absolute part of the bound. */
const LARGE_ENOUGH = 1e-4;

interface Net {
  activation: Activation;
  /** Input, hidden layers, classes. */
  sizes: number[];
  B: number;
  seed: number;
}

/** Networks of two and three layers, small enough for every parameter to be moved. */
const nets: fc.Arbitrary<Net> = fc.record({
  activation: fc.constantFrom('relu', 'tanh'),
  sizes: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 3, maxLength: 4 }),
  B: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
});

describe('the numeric gradient', () => {
  it('agrees with the right gradients of any network', async () => {
    await fc.assert(
      fc.asyncProperty(nets, async (net) => {
        const problem = draw(net);
        for (const name of Object.keys(problem.params)) {
          const { right, numeric } = await bothGradients(problem, name);
          expect(entriesOff(right, numeric)).toEqual([]);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('parts from a gradient with one entry off by 1 %, at that entry alone', async () => {
    await fc.assert(
      fc.asyncProperty(nets, fc.nat(), async (net, chosen) => {
        const problem = draw(net);
        const { right, numeric } = await bothGradients(problem, 'W1');
        const large = [...right.data.keys()].filter(
          (index) => Math.abs(right.data[index] ?? 0) > LARGE_ENOUGH && !Number.isNaN(numeric.data[index]),
        );
        fc.pre(large.length > 0);
        const off = large[chosen % large.length] ?? 0;
        const wrong = map(right, (value, index) => (index === off ? value * 1.01 : value));
        expect(entriesOff(wrong, numeric)).toEqual([off]);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('puts every parameter back, bit for bit', async () => {
    const values = [0, -0, 1, -1 / 3, 1e300, 5e-324, 1e-7, Number.NaN, Infinity, -Infinity];
    const theta = vector(values);
    await numericGradient(theta, () => ({ loss: 0, signs: [] }));
    expect(Array.from(theta.data).every((value, index) => Object.is(value, values[index]))).toBe(true);
  });

  it('puts every parameter back where the loss is a promise', async () => {
    const theta = vector([0.1, 0.2, 0.3]);
    const seen: number[][] = [];
    await numericGradient(theta, async () => {
      await Promise.resolve();
      seen.push(Array.from(theta.data));
      return { loss: 0, signs: [] };
    });
    expect(Array.from(theta.data)).toEqual([0.1, 0.2, 0.3]);
    // Up and down for each parameter, and never two moved at once.
    expect(seen.map((at) => at.findIndex((value, index) => value !== [0.1, 0.2, 0.3][index]))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  it('puts every parameter back where the loss throws', async () => {
    const theta = vector([0.1, 0.2]);
    const broken = numericGradient(theta, () => {
      throw new Error('no loss here');
    });
    await expect(broken).rejects.toThrow('no loss here');
    expect(Array.from(theta.data)).toEqual([0.1, 0.2]);
  });

  it('divides by the step really taken, after rounding', async () => {
    const theta = vector([1 / 3]);
    const { gradient } = await numericGradient(theta, () => ({ loss: theta.data[0] ?? 0, signs: [] }));
    expect(gradient.data[0]).toBe(1);
  });

  it('of no parameters has all of none checked', async () => {
    const found = await numericGradient(vector([]), () => ({ loss: 0, signs: [] }));
    expect(found).toEqual({ gradient: vector([]), shareChecked: 1 });
  });
});

describe('at a kink', () => {
  it('the step shrinks until both ends lie on one side', async () => {
    const theta = vector([5e-6]);
    const steps: number[] = [];
    const { gradient, shareChecked } = await numericGradient(theta, () => {
      steps.push((theta.data[0] ?? 0) - 5e-6);
      return kinked(theta);
    });
    expect(gradient.data[0]).toBeCloseTo(1, 9);
    expect(shareChecked).toBe(1);
    expect(steps.map((step) => Number(step.toPrecision(3)))).toEqual([1e-5, -1e-5, 1e-6, -1e-6]);
  });

  it('an entry exactly there comes back NaN, and the share without it is told', async () => {
    const theta = vector([1, 0, -1, 2]);
    const { gradient, shareChecked } = await numericGradient(theta, () => kinked(theta));
    expect(Array.from(gradient.data, (slope) => Math.round(slope))).toEqual([1, Number.NaN, -1, 1]);
    expect(shareChecked).toBe(0.75);
    expect(Array.from(theta.data)).toEqual([1, 0, -1, 2]);
  });
});

describe('an analytic and a numeric slope', () => {
  it('agree where both are zero', () => {
    expect(agrees(0, 0)).toBe(true);
    expect(agrees(0, -0)).toBe(true);
  });

  it.each([
    [Number.NaN, Number.NaN],
    [Number.NaN, 0],
    [1, Number.NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [1, Infinity],
  ])('never agree as %d and %d', (a, n) => {
    expect(agrees(a, n)).toBe(false);
  });

  it.each([
    [1, 1 + 0.9e-5, true],
    [1, 1 + 1.1e-5, false],
    [1e-9, 0, true],
    [0.9e-7, 0, true],
    [1.1e-7, 0, false],
    [-1000, -1000.009, true],
    [-1000, -1000.011, false],
    [1, -1, false],
  ])('%d and %d agree: %s', (a, n, verdict) => {
    expect(agrees(a, n)).toBe(verdict);
    expect(agrees(n, a)).toBe(verdict);
  });
});

interface Problem {
  activation: Activation;
  X: NdArray;
  y: Int32Array;
  params: Params;
}

function draw({ activation, sizes, B, seed }: Net): Problem {
  const rng = stream(seed, 'net');
  const draws = (rows: number, columns: number) => map(matrix(rows, columns), () => normal(rng));
  const [width = 1, ...widths] = sizes;
  const params: Params = {};
  widths.forEach((fanOut, index) => {
    params[`W${index + 1}`] = draws(sizes[index] ?? 1, fanOut);
    params[`b${index + 1}`] = vector(draws(1, fanOut).data);
  });
  const C = widths.at(-1) ?? 1;
  return { activation, X: draws(B, width), y: Int32Array.from({ length: B }, () => rng() * C), params };
}

async function bothGradients(problem: Problem, name: string): Promise<{ right: NdArray; numeric: NdArray }> {
  const { activation, X, y, params } = problem;
  const right = named(lossAndGrads(activation, X, y, params).grads, `d${name}`);
  const { gradient } = await numericGradient(named(params, name), () => lossOf(problem));
  return { right, numeric: gradient };
}

function lossOf({ activation, X, y, params }: Problem): LossAt {
  const { loss, cache } = lossAndGrads(activation, X, y, params);
  const hidden = Array.from({ length: depthOf(params) - 1 }, (_, layer) => named(cache, `z${layer + 1}`));
  const kinks = activation === 'relu' ? hidden : [];
  return { loss, signs: kinks.flatMap(({ data }) => Array.from(data, (value) => value > 0)) };
}

/** The entries that disagree; one at a kink says nothing. */
function entriesOff(analytic: NdArray, numeric: NdArray): number[] {
  return [...analytic.data.keys()].filter((index) => {
    const slope = numeric.data[index] ?? 0;
    return !Number.isNaN(slope) && !agrees(analytic.data[index] ?? Number.NaN, slope);
  });
}

/** The sum of |theta|, which has a kink wherever an entry is 0. */
function kinked({ data }: NdArray): LossAt {
  const loss = data.reduce((sum, value) => sum + Math.abs(value), 0);
  return { loss, signs: Array.from(data, (value) => value > 0) };
}
