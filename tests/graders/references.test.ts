// The two references agree on whatever a seed draws: where they do not, a student goes without a grade.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawCases } from '../../graders/support/cases.ts';
import { requireAgreement } from '../../graders/support/references.ts';
import { openReference, type Reference } from '../../reference/index.ts';

let reference: Reference;
beforeAll(async () => {
  reference = await openReference('wasm');
});
afterAll(() => reference.close());

/** Draws whose p is so near to its label that float32 was off by 1e-4 and more in a gradient. */
it.each([
  [201 * 7919, '03-train', 'relu'],
  [251 * 7919, '05-tanh', 'tanh'],
  [266 * 7919, '02-backward', 'relu'],
] as const)('they agree on the draws of seed %d for %s', async (seed, exercise, activation) => {
  await expect(requireAgreement(reference, drawCases(seed, exercise, activation))).resolves.toBeUndefined();
});

it('a reference that is wrong in a gradient is found', async () => {
  const wrong: Reference = {
    ...reference,
    device: 'wasm',
    lossAndGrads: async (...given) => {
      const pass = await reference.lossAndGrads(...given);
      const { dW1 } = pass.grads;
      return dW1
        ? { ...pass, grads: { ...pass.grads, dW1: { ...dW1, data: dW1.data.map((v) => v * 1.001) } } }
        : pass;
    },
  };
  await expect(requireAgreement(wrong, drawCases(1, '02-backward', 'relu'))).rejects.toThrow(
    /disagree on dW1/,
  );
});
