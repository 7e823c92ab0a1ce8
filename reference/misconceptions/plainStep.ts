// One step of gradient descent as the logits' bias sees it: what b2 does under the right rule, and under others.

import { columnsOf, map, rowsOf, scale, zip, type NdArray } from '../ndarray.ts';
import { oneHot, softmax } from '../float64/softmax.ts';
import { sumOverRows } from '../float64/matmul.ts';

/** Steps in a row on one example, repeated in its batch with one label or several. */
export interface StepsInput {
  /** The logits of the example before each step, (1, C) each. */
  logits: NdArray[];
  /** One of each copy. */
  labels: Int32Array;
  lr: number;
}

/** How b2 moves if the code has this one fault. */
export interface StepMistake {
  id: string;
  /** The change of b2 in each step, (C) each. */
  predict: (input: StepsInput) => NdArray[];
}

/** `-lr mean(p - onehot(y))` for each step: plain gradient descent. */
export function plainSteps(input: StepsInput): NdArray[] {
  return gradientsOf(input).map((gradient) => scale(gradient, -input.lr));
}

const scaled = (id: string, factor: (input: StepsInput) => number): StepMistake => ({
  id,
  predict: (input) => plainSteps(input).map((change) => scale(change, factor(input))),
});

const classes = ({ logits: [z] }: StepsInput): number => (z ? columnsOf(z) : 1);

/** Losses other than the mean cross-entropy, by the ids that the loss itself then has. */
export const lossStepMistakes: StepMistake[] = [
  scaled('loss-summed', ({ labels }) => labels.length),
  scaled('loss-divided-by-classes', (input) => 1 / classes(input)),
  scaled('loss-sign', () => -1),
  scaled('loss-log-base', () => Math.LOG2E),
  scaled('loss-log-base', () => Math.LOG10E),
  {
    id: 'loss-double-softmax',
    predict: (input) => gradientsOf(input, doubleSoftmax).map((gradient) => scale(gradient, -input.lr)),
  },
  ...[
    (input: StepsInput) => 2 / classes(input), // the mean of all squares
    () => 2, // summed over the classes
    () => 1, // half of that
    ({ labels }: StepsInput) => 2 * labels.length, // summed over the batch as well
  ].map((factor): StepMistake => ({
    id: 'loss-squared-error',
    predict: (input) =>
      gradientsOf(input, squaredError).map((gradient) => scale(gradient, -input.lr * factor(input))),
  })),
  {
    id: 'loss-arguments-swapped',
    predict: (input) => gradientsOf(input, swappedArguments).map((gradient) => scale(gradient, -input.lr)),
  },
];

/** Other rules than plain gradient descent, on the right loss. */
export const ruleMistakes: StepMistake[] = [
  scaled('batch-mean-missing', ({ labels }) => labels.length),
  scaled('batch-mean-twice', ({ labels }) => 1 / labels.length),
  scaled('batch-mean-by-classes', (input) => 1 / classes(input)),
  scaled('update-sign', () => -1),
  by('gradients-accumulate', () => withMomentum(1, false)),
  ...[0.5, 0.8, 0.9, 0.95, 0.99].flatMap((momentum) => [
    by('optimizer-not-plain', () => withMomentum(momentum, false)),
    by('optimizer-not-plain', () => withMomentum(momentum, true)),
  ]),
  ...[adam, () => adagrad(0.1), () => adagrad(0), () => rmsProp(0.9), () => rmsProp(0.99)].flatMap((rule) => [
    by('optimizer-not-plain', rule),
    by('optimizer-not-plain', () => afresh(rule)),
  ]),
];

/** The direction of one entry's step, from its gradients so far. */
type Rule = (gradient: number, t: number) => number;

/** A rule with memory, started afresh for every entry of b2. */
function by(id: string, rule: () => Rule): StepMistake {
  return {
    id,
    predict(input) {
      const rules = Array.from({ length: classes(input) }, rule);
      return gradientsOf(input).map((gradient, t) =>
        map(gradient, (value, c) => -input.lr * (rules[c]?.(value, t) ?? Number.NaN)),
      );
    },
  };
}

/** The rule of an optimizer that is made anew for each step. */
function afresh(rule: () => Rule): Rule {
  return (gradient) => rule()(gradient, 0);
}

function withMomentum(momentum: number, isNesterov: boolean): Rule {
  let velocity = 0;
  return (gradient) => {
    velocity = momentum * velocity + gradient;
    return isNesterov ? gradient + momentum * velocity : velocity;
  };
}

/** Kingma and Ba's rule with its usual constants. */
function adam(): Rule {
  let [mean, square] = [0, 0];
  return (gradient, t) => {
    mean = 0.9 * mean + 0.1 * gradient;
    square = 0.999 * square + 0.001 * gradient ** 2;
    return mean / (1 - 0.9 ** (t + 1)) / (Math.sqrt(square / (1 - 0.999 ** (t + 1))) + 1e-7);
  };
}

function adagrad(start: number): Rule {
  let square = start;
  return (gradient) => gradient / Math.sqrt((square += gradient ** 2) + 1e-7);
}

function rmsProp(decay: number): Rule {
  let square = 0;
  return (gradient) => gradient / Math.sqrt((square = decay * square + (1 - decay) * gradient ** 2) + 1e-7);
}

type Top = (p: NdArray, labels: NdArray, z: NdArray) => NdArray;

/** The gradient of the loss with respect to b2 at each step, (C): the mean over the copies, which differ by their labels alone. */
function gradientsOf({ logits, labels }: StepsInput, top: Top = difference): NdArray[] {
  return logits.map((z) => {
    const p = softmax(z);
    const each = Array.from(labels, (label) =>
      sumOverRows(top(p, oneHot(Int32Array.of(label), columnsOf(z)), z)),
    );
    return scale(
      each.reduce((sum, gradient) => zip(sum, gradient, (a, b) => a + b)),
      1 / labels.length,
    );
  });
}

function difference(p: NdArray, labels: NdArray): NdArray {
  return zip(p, labels, (probability, label) => probability - label);
}

/** The gradient through softmax(softmax(z)). */
function doubleSoftmax(p: NdArray, labels: NdArray): NdArray {
  return throughSoftmax(p, difference(softmax(p), labels));
}

/** The gradient of half the squared distance of p from the label. */
function squaredError(p: NdArray, labels: NdArray): NdArray {
  return throughSoftmax(p, difference(p, labels));
}

/** What TensorFlow.js gives for its labels, where the logits stand in their place. */
function swappedArguments(_p: NdArray, labels: NdArray, z: NdArray): NdArray {
  return zip(z, softmax(labels), (logit, probability) => logit - probability);
}

/** dz = p (v - p v), where v is the gradient with respect to p, (1, C) each. */
function throughSoftmax(p: NdArray, v: NdArray): NdArray {
  if (rowsOf(p) !== 1) throw new RangeError('one example at a time');
  const along = zip(p, v, (a, b) => a * b).data.reduce((sum, value) => sum + value, 0);
  return zip(p, v, (probability, slope) => probability * (slope - along));
}
