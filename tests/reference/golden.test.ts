import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossAndGrads } from '../../reference/float64/mlp.ts';
import { crossEntropy, softmax } from '../../reference/float64/softmax.ts';
import { openReference, type Reference } from '../../reference/index.ts';
import { matrix, scalar } from '../../reference/ndarray.ts';
import { devicesUnderTest } from './devicesUnderTest.ts';
import { deviations, extremeLosses, networks } from './golden.ts';

/** Both sides compute in float64 and differ by rounding alone. */
const FLOAT64_TOLERANCE = 1e-10;
/** float32 has 7 digits; the largest network was off by 7e-7. */
const FLOAT32_TOLERANCE = 1e-5;

/** TensorFlow.js gives the gradients of the parameters, and not those of what lies between. */
const OF_PARAMETERS = /^d[Wb]\d$/;

describe('the float64 reference', () => {
  it.each(networks)('has the cache of $name', ({ activation, X, y, params, want }) => {
    const got = lossAndGrads(activation, X, y, params);
    expect(deviations(got.cache, want.cache, FLOAT64_TOLERANCE)).toEqual([]);
  });

  it.each(networks)('has the loss and every gradient of $name', ({ activation, X, y, params, want }) => {
    const got = lossAndGrads(activation, X, y, params);
    const wanted = { ...want.grads, loss: scalar(want.loss) };
    expect(deviations({ ...got.grads, loss: scalar(got.loss) }, wanted, FLOAT64_TOLERANCE)).toEqual([]);
  });

  it.each(extremeLosses)('has softmax and loss of logits $logits for the labels $y', (golden) => {
    const z = matrix(golden.logits.length, 3, golden.logits.flat());
    const got = { p: softmax(z), loss: scalar(crossEntropy(z, Int32Array.from(golden.y))) };
    const wanted = { p: matrix(golden.p.length, 3, golden.p.flat()), loss: scalar(golden.loss) };
    expect(deviations(got, wanted, FLOAT64_TOLERANCE)).toEqual([]);
  });
});

describe.each(await devicesUnderTest('wasm', 'cpu'))(
  'the TensorFlow.js reference on $device',
  ({ device, isSkipped }) => {
    let reference: Reference;
    beforeAll(async () => {
      if (!isSkipped) reference = await openReference(device);
    });
    afterAll(() => {
      if (!isSkipped) reference.close();
    });

    it.skipIf(isSkipped)('says on which device it runs', () => {
      expect(reference.device).toBe(device);
      expect(reference.detail).toMatch(/tfjs/);
    });

    it.skipIf(isSkipped).each(networks)(
      'has cache, loss and parameter gradients of $name',
      async ({ activation, X, y, params, want }) => {
        const got = await reference.lossAndGrads(activation, X, y, params);
        const gradients = Object.entries(want.grads).filter(([name]) => OF_PARAMETERS.test(name));
        expect(gradients).toHaveLength(Object.keys(params).length);
        const wanted = { ...want.cache, ...Object.fromEntries(gradients), loss: scalar(want.loss) };
        const came = { ...got.cache, ...got.grads, loss: scalar(got.loss) };
        expect(deviations(came, wanted, FLOAT32_TOLERANCE)).toEqual([]);
      },
    );
  },
);

describe('a deviation', () => {
  const want = { a: matrix(1, 2, [4, -8]) };

  it('is none at the tolerance times the largest entry', () => {
    expect(deviations({ a: matrix(1, 2, [4.8, -8]) }, want, 0.1)).toEqual([]);
  });

  it.each([
    ['a number beyond it', { a: matrix(1, 2, [4.81, -8]) }, /^a is off by 0\.10\d+$/],
    ['a NaN', { a: matrix(1, 2, [Number.NaN, -8]) }, /^a is off by NaN$/],
    ['another shape', { a: matrix(2, 1, [4, -8]) }, /^a has shape \(2, 1\)$/],
    ['an array that is missing', {}, /^a is missing$/],
  ])('is seen in %s', (_, got, said) => {
    expect(deviations(got, want, 0.1)).toEqual([expect.stringMatching(said)]);
  });
});
