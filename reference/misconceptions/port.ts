// Mistakes of a loss that a library differentiates: the gradients are those of the wrong loss.

import { addRow, matmul, sumOverColumns, sumOverRows, transpose } from '../float64/matmul.ts';
import { named, type Params } from '../float64/mlp.ts';
import { oneHot, softmax } from '../float64/softmax.ts';
import { columnsOf, map, rowsOf, scalar, scale, zip, type NdArray } from '../ndarray.ts';
import { backwardMistakes } from './backward.ts';
import type { Mistake, Tensors } from './mistake.ts';

export interface PortInput {
  X: NdArray;
  y: Int32Array;
  params: Params;
}

/** A loss of the logits, and its gradient with respect to them. */
interface Top {
  loss: number;
  dz2: NdArray;
}

/** A network and its loss; each mistake changes one part. */
interface Network {
  activate: (z: number) => number;
  slope: (z: number) => number;
  /** The layers whose biases are added. */
  biased: readonly number[];
  /** What the loss is taken of, and its slope. */
  last: (z: number) => number;
  lastSlope: (z: number) => number;
  top: (z: NdArray, labels: NdArray) => Top;
}

const relu = (z: number) => Math.max(0, z);
const step = (z: number) => (z > 0 ? 1 : 0);
const same = (z: number) => z;
const one = () => 1;

type Regroup = (A: NdArray) => NdArray;

const inOneRow: Regroup = ({ data }) => ({ shape: [1, data.length], data });

const RIGHT: Network = {
  activate: relu,
  slope: step,
  biased: [1, 2],
  last: same,
  lastSlope: one,
  top: meanCrossEntropy,
};

/** loss, dW1, db1, dW2, db2 of a network with some parts changed; right with none. */
export function lossAndGradients({ X, y, params }: PortInput, changes: Partial<Network> = {}): Tensors {
  const { activate, slope, biased, last, lastSlope, top } = { ...RIGHT, ...changes };
  const layer = (a: NdArray, n: number) => {
    const z = matmul(a, named(params, `W${n}`)); // (B, n) @ (n, m)
    return biased.includes(n) ? addRow(z, named(params, `b${n}`)) : z;
  };
  const z1 = layer(X, 1);
  const a1 = map(z1, activate);
  const z2 = layer(a1, 2);
  const { loss, dz2: above } = top(map(z2, last), oneHot(y, columnsOf(z2)));
  const dz2 = zip(above, map(z2, lastSlope), multiply); // (B, out)
  const dz1 = zip(matmul(dz2, transpose(named(params, 'W2'))), map(z1, slope), multiply); // (B, h)
  const bias = (dz: NdArray, n: number) => scale(sumOverRows(dz), biased.includes(n) ? 1 : 0);
  return {
    loss: scalar(loss),
    dW1: matmul(transpose(X), dz1), // (in, B) @ (B, h) -> (in, h)
    db1: bias(dz1, 1),
    dW2: matmul(transpose(a1), dz2), // (h, B) @ (B, out) -> (h, out)
    db2: bias(dz2, 2),
  };
}

const changed = (id: string, changes: Partial<Network>): Mistake<PortInput> => ({
  id,
  predict: (input) => lossAndGradients(input, changes),
});

/** The right loss and gradients times `factor`; `ofLoss` says whether the loss is as well. */
const scaled = (id: string, factor: (input: PortInput) => number, ofLoss = true): Mistake<PortInput> => ({
  id,
  predict(input) {
    const by = factor(input);
    const entries = Object.entries(lossAndGradients(input));
    return Object.fromEntries(
      entries.map(([name, value]) => [name, name === 'loss' && !ofLoss ? value : scale(value, by)]),
    );
  },
});

const batch = ({ y }: PortInput) => y.length;
const classes = ({ params }: PortInput) => columnsOf(named(params, 'b2'));

/** Mistakes of a chain rule that a scaled gradient says as well. */
const SAID_ABOVE = new Set([
  'batch-mean-missing',
  'batch-mean-twice',
  'batch-mean-by-classes',
  'gradient-sign',
]);

/** Every mistake of `jaxLossAndGrad`: the loss and the four gradients together. */
export const portMistakes: Mistake<PortInput>[] = [
  scaled('loss-summed', batch),
  scaled('loss-divided-by-classes', (input) => 1 / classes(input)),
  scaled('loss-sign', () => -1),
  scaled('loss-log-base', () => Math.LOG2E),
  scaled('loss-log-base', () => Math.LOG10E),
  changed('loss-truncated-to-integers', { top: truncated }),
  changed('loss-double-softmax', { top: doubleSoftmax }),
  changed('loss-squared-error', { top: (z, labels) => squaredError(z, labels, rowsOf(z) * columnsOf(z)) }),
  changed('loss-squared-error', { top: (z, labels) => squaredError(z, labels, rowsOf(z)) }),
  changed('activation-missing', { activate: same, slope: one }),
  changed('activation-of-another', { activate: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 }),
  // Where no unit is active and there is no bias, a logit is 0, at which libraries differ about the slope of relu.
  changed('relu-on-logits', { last: relu, lastSlope: step }),
  changed('relu-on-logits', { last: relu, lastSlope: (z) => (z >= 0 ? 1 : 0) }),
  ...[[], [1], [2]].map((biased) => changed('bias-omitted', { biased })),
  changed('loss-all-columns', { top: allPairs }),
  changed('softmax-whole-matrix', {
    top: (z, labels) => overGroups(z, labels, inOneRow, (A) => ({ shape: z.shape, data: A.data })),
  }),
  changed('softmax-axis', { top: (z, labels) => overGroups(z, labels, transpose, transpose) }),
  scaled('batch-mean-missing', batch, false),
  scaled('batch-mean-twice', (input) => 1 / batch(input), false),
  scaled('batch-mean-by-classes', (input) => batch(input) / classes(input), false),
  scaled('gradient-sign', () => -1, false),
  ...byHand(),
];

/** A chain rule written by hand has the mistakes of exercise 02, under a loss that is right. */
function byHand(): Mistake<PortInput>[] {
  return backwardMistakes({ activation: 'relu', depth: 2 })
    .filter(({ id }) => !SAID_ABOVE.has(id))
    .map(({ id, predict }) => ({
      id,
      predict(input) {
        const { X, y, params } = input;
        const z1 = addRow(matmul(X, named(params, 'W1')), named(params, 'b1'));
        const a1 = map(z1, relu);
        const p = softmax(addRow(matmul(a1, named(params, 'W2')), named(params, 'b2')));
        const { loss } = lossAndGradients(input);
        const grads = predict({ X, y, params, cache: { z1, a1, p } });
        return typeof grads === 'string' || !loss ? grads : { loss, ...grads };
      },
    }));
}

function meanCrossEntropy(z: NdArray, labels: NdArray): Top {
  const [B, p] = [rowsOf(z), softmax(z)];
  const terms = zip(p, labels, (probability, label) => (label > 0 ? -Math.log(probability) : 0));
  return { loss: sum(terms) / B, dz2: zip(p, labels, (probability, label) => (probability - label) / B) };
}

/** The loss of each example cut to an integer, as an Int32Array does; its gradient does not know of it. */
function truncated(z: NdArray, labels: NdArray): Top {
  const terms = zip(softmax(z), labels, (p, label) => (label > 0 ? Math.trunc(-Math.log(p)) : 0));
  return { ...meanCrossEntropy(z, labels), loss: sum(terms) / rowsOf(z) };
}

/** The mean of -log p over every pair of an example and another's label. */
function allPairs(z: NdArray, labels: NdArray): Top {
  const [B, p] = [rowsOf(z), softmax(z)];
  const shares = scale(sumOverRows(labels), 1 / B).data; // of each class among the labels
  const share = (index: number) => shares[index % columnsOf(z)] ?? Number.NaN;
  return {
    loss: -sum(map(p, (probability, index) => share(index) * Math.log(probability))) / B,
    dz2: map(p, (probability, index) => (probability - share(index)) / B),
  };
}

/** softmax over other groups than the rows: `group` makes each group a row, `back` undoes it. */
function overGroups(z: NdArray, labels: NdArray, group: Regroup, back: Regroup): Top {
  const B = rowsOf(z);
  const [p, grouped] = [softmax(group(z)), group(labels)];
  const counts = sumOverColumns(grouped).data; // the labels in each group
  const count = (index: number) => counts[Math.floor(index / columnsOf(p))] ?? Number.NaN;
  const dz = zip(
    map(p, (probability, index) => count(index) * probability),
    grouped,
    (pull, label) => (pull - label) / B,
  );
  const terms = zip(p, grouped, (probability, label) => (label > 0 ? -Math.log(probability) : 0));
  return { loss: sum(terms) / B, dz2: back(dz) };
}

/** softmax before a loss that takes softmax itself: through p (v - p v) in each row. */
function doubleSoftmax(z: NdArray, labels: NdArray): Top {
  const p = softmax(z);
  const { loss, dz2: v } = meanCrossEntropy(p, labels);
  return { loss, dz2: throughSoftmax(p, v) };
}

function squaredError(z: NdArray, labels: NdArray, by: number): Top {
  const p = softmax(z);
  const off = zip(p, labels, (probability, label) => probability - label);
  return { loss: sum(zip(off, off, multiply)) / by, dz2: throughSoftmax(p, scale(off, 2 / by)) };
}

/** The gradient with respect to the logits, from that with respect to their softmax: p (v - sum p v), row by row. */
function throughSoftmax(p: NdArray, v: NdArray): NdArray {
  const C = columnsOf(p);
  const along = zip(p, v, multiply).data;
  const rowSum = (i: number) => along.subarray(i * C, (i + 1) * C).reduce((total, value) => total + value, 0);
  return map(p, (probability, index) => probability * ((v.data[index] ?? 0) - rowSum(Math.floor(index / C))));
}

function multiply(a: number, b: number): number {
  return a * b;
}

function sum({ data }: NdArray): number {
  return data.reduce((total, value) => total + value, 0);
}
