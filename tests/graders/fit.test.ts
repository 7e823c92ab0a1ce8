import { expect, it } from 'vitest';
import { fitInWords } from '../../graders/support/mnist/fit.ts';

const history = (trainLoss: number[], valLoss: number[], accuracy: number) => ({
  step: Float64Array.from(trainLoss, (_, i) => i),
  trainLoss: Float64Array.from(trainLoss),
  valStep: Float64Array.from(valLoss, (_, i) => 10 * (i + 1)),
  valLoss: Float64Array.from(valLoss),
  valAccuracy: Float64Array.from(valLoss, () => accuracy),
});

it.each([
  [
    'overfitting',
    history([2.3, 0.5, 0.1, 0.01], [0.3, 0.2, 0.25, 0.3], 0.95),
    /0\.200 at step 20: it rises .* overfitting\.$/,
  ],
  [
    'underfitting',
    history([2.3, 1.5, 1.2, 1.1], [1.5, 1.3, 1.2, 1.15], 0.7),
    /both are still high .* underfitting/,
  ],
  [
    'the beginning of overfitting',
    history([2.3, 0.2, 0.05, 0.01], [0.2, 0.12, 0.1, 0.099], 0.97),
    /a gap of 0\.089 has opened/,
  ],
  ['a good fit', history([2.3, 0.3, 0.12, 0.08], [0.2, 0.12, 0.1, 0.09], 0.97), /stay close.* still falling/],
])('names %s from the curves', (_, curves, sentence) => {
  expect(fitInWords(curves)).toMatch(sentence);
});
