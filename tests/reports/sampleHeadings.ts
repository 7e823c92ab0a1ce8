// The exercises of a course made up for the tests of the class's page: 100 points of core exercises and 18 of bonus.

import type { Heading } from '../../harness/gradebook.ts';

const COURSE: [id: string, title: string, checks: Record<string, [title: string, points: number]>][] = [
  [
    '01-forward',
    'Forward pass',
    {
      linear: ['linear gives X W + b for every row', 2],
      softmax: ['`softmax` turns each row into probabilities', 3],
      'softmax-extreme': ['`softmax` stays finite for logits of 1e4', 3],
      'cross-entropy': ['crossEntropy is the mean of -log p of the true class', 3],
      unchanged: ['No function changes what it was given', 1],
    },
  ],
  [
    '02-backward',
    'Backward pass',
    {
      dz2: ['`dz2` is `(p - onehot(y)) / B`', 4],
      dW2: ['`dW2` is `a1.T @ dz2`', 4],
      dz1: ['`dz1` passes where `z1 > 0`', 4],
      dW1: ['`dW1` is `X.T @ dz1`', 3],
      db1: ['`db1` is the sum of `dz1` over the batch', 3],
    },
  ],
  [
    '03-train',
    'Training',
    {
      init: ['`initParams` draws He weights and zero biases', 4],
      step: ['`sgdStep` moves against the gradient', 4],
      loss: ['`train` reaches a loss of 0.05', 6],
    },
  ],
  [
    '04-three-layer',
    'Three layers',
    {
      a2: ['`a2` is the second activation', 4],
      dW2: ['`dW2` is `a1.T @ dz2`', 5],
      dW1: ['`dW1` is `X.T @ dz1`', 5],
    },
  ],
  ['05-tanh', 'Tanh', { dz1: ['`dz1` takes `1 - a1^2`', 6], tf: ['`tfLoss` has the same gradient', 4] }],
  [
    '06-mnist',
    'MNIST',
    {
      scaled: ['The pixels are scaled', 4],
      epoch: ['One epoch lowers the loss', 6],
      accuracy: ['The accuracy is 0.97', 10],
    },
  ],
  ['07-pick-the-bug', 'Pick the bug', { answers: ['Six bugs are named', 6] }],
  ['08-self-check', 'Self-check', { answers: ['Every gradient is predicted', 6] }],
  [
    '09-activations',
    'Activations',
    { gelu: ['gelu and its derivative agree', 6], silu: ['silu and its derivative agree', 6] },
  ],
  [
    '10-ports',
    'Ports',
    { tf: ['The port to TensorFlow.js agrees', 3], jax: ['The port to jax-js agrees', 3] },
  ],
];

const BONUS = new Set(['09-activations', '10-ports']);

export const sampleHeadings: Heading[] = COURSE.map(([id, title, checks]) => {
  const headings = Object.entries(checks).map(([check, [words, maxScore]]) => ({
    id: check,
    title: words,
    maxScore,
  }));
  const maxScore = headings.reduce((sum, one) => sum + one.maxScore, 0);
  return { id, title, maxScore, bonus: BONUS.has(id), checks: headings };
});
