// Mistakes of the backward pass of the two-layer network: the right chain rule with one link changed.

import { matmul, sumOverColumns, sumOverRows, transpose } from '../float64/matmul.ts';
import { named, type Params } from '../float64/mlp.ts';
import { columnsOf, map, rowsOf, scale, zip, type NdArray } from '../ndarray.ts';
import { ways, type Mistake, type MistakeFamily, type Tensors } from './mistake.ts';
import { topMistakes, topGradient } from './topGradient.ts';

export interface BackwardInput {
  X: NdArray;
  y: Int32Array;
  /** z1, a1 and p. */
  cache: Record<string, NdArray>;
  params: Params;
}

/** The links of the chain; each mistake changes one. */
interface Links {
  /** (B, out): the gradient of the loss with respect to the logits. */
  dz2: (input: BackwardInput) => NdArray;
  /** (B, h): what the second weight gradient multiplies. */
  intoW2: (cache: Record<string, NdArray>) => NdArray;
  /** (B, out) -> (B, h). */
  through: (dz2: NdArray, W2: NdArray) => NdArray;
  /** da1 (B, h) -> dz1 (B, h). */
  mask: (da1: NdArray, cache: Record<string, NdArray>) => NdArray;
  /** (B, n) -> (n, B): for the two weight gradients. */
  turnX: (X: NdArray) => NdArray;
  turnA1: (a1: NdArray) => NdArray;
  /** What is kept of dz before it meets the inputs, and before it is summed for the biases. */
  forWeights: (dz: NdArray) => NdArray;
  forBiases: (dz: NdArray) => NdArray;
  bias1: (dz1: NdArray, da1: NdArray) => NdArray;
  bias2: (dz2: NdArray) => NdArray;
}

const same = (dz: NdArray) => dz;

const RIGHT: Links = {
  dz2: ({ cache, y }) => topGradient(named(cache, 'p'), y),
  intoW2: (cache) => named(cache, 'a1'),
  through: (dz2, W2) => matmul(dz2, transpose(W2)),
  mask: (da1, cache) => zip(da1, named(cache, 'z1'), (up, z) => (z > 0 ? up : 0)),
  turnX: transpose,
  turnA1: transpose,
  forWeights: same,
  forBiases: same,
  bias1: (dz1) => sumOverRows(dz1),
  bias2: sumOverRows,
};

/** dW1 db1 dW2 db2 with some links changed. */
function gradients(input: BackwardInput, changes: Partial<Links> = {}): Tensors {
  const links = { ...RIGHT, ...changes };
  const { X, cache, params } = input;
  const dz2 = links.dz2(input); // (B, out)
  const da1 = links.through(dz2, named(params, 'W2')); // (B, out) @ (out, h) -> (B, h)
  const dz1 = links.mask(da1, cache); // (B, h)
  return {
    dW1: matmul(links.turnX(X), links.forWeights(dz1)), // (in, B) @ (B, h) -> (in, h)
    db1: links.bias1(links.forBiases(dz1), da1),
    dW2: matmul(links.turnA1(links.intoW2(cache)), links.forWeights(dz2)), // (h, B) @ (B, out) -> (h, out)
    db2: links.bias2(links.forBiases(dz2)),
  };
}

type Predict = Mistake<BackwardInput>['predict'];

const changed =
  (changes: Partial<Links>): Predict =>
  (input) =>
    gradients(input, changes);

/** Right gradients, but those named `names` times `factor`. */
const rescaled =
  (names: string[], factor: (B: number) => number): Predict =>
  (input) => {
    const by = factor(rowsOf(input.X));
    const entries = Object.entries(gradients(input));
    return Object.fromEntries(
      entries.map(([name, grad]) => [name, names.includes(name) ? scale(grad, by) : grad]),
    );
  };

/** Right gradients, but those named `names` as predicted. */
const only =
  (names: string[], predict: (input: BackwardInput) => Tensors): Predict =>
  (input) => {
    const [right, wrong] = [gradients(input), predict(input)];
    return Object.fromEntries(
      Object.entries(right).map(([name, grad]) => [
        name,
        names.includes(name) ? (wrong[name] ?? grad) : grad,
      ]),
    );
  };

const oncePerB = (B: number) => 1 / B;

/** The biases in which a mistake may sit: both, the first, the second. */
const biases = (change: (dz: NdArray) => NdArray): Partial<Links>[] => [
  { bias1: change, bias2: change },
  { bias1: change },
  { bias2: change },
];

/** The row-major numbers of a matrix read in the other shape: no transpose, though the shape is right. */
const reshaped = (A: NdArray): NdArray => ({ shape: [columnsOf(A), rowsOf(A)], data: A.data });

const lastRowOnly =
  (times: (B: number) => number) =>
  (dz: NdArray): NdArray => {
    const [B, columns] = [rowsOf(dz), columnsOf(dz)];
    return map(dz, (value, index) => (Math.floor(index / columns) === B - 1 ? value * times(B) : 0));
  };

const GRADIENTS = ['dW1', 'db1', 'dW2', 'db2'];

const LAST_ROW = [lastRowOnly(() => 1), lastRowOnly((B) => B)];

/** Every mistake of `backward`: dW1, db1, dW2 and db2 together. */
export const backwardMistakes: Mistake<BackwardInput>[] = [
  ...topMistakes.map(({ id, predict }): Mistake<BackwardInput> => ({
    id,
    predict: (input) => {
      const top = predict({ p: named(input.cache, 'p'), y: input.y });
      return typeof top === 'string' ? top : gradients(input, { dz2: () => named(top, 'dz2') });
    },
  })),
  ...ways('batch-mean-twice', [
    rescaled(['dW1', 'dW2'], oncePerB),
    rescaled(['dW1', 'db1'], oncePerB),
    rescaled(['dW1'], oncePerB),
    rescaled(['dW2'], oncePerB),
  ]),
  ...ways('activation-mask-missing', [changed({ mask: same })]),
  ...ways('activation-mask-inverted', [masked((up, { z }) => (z < 0 ? up : 0))]),
  ...ways('activation-value-as-mask', [masked((up, { a }) => up * a)]),
  ...ways('activation-of-gradient', [masked((up) => Math.max(0, up))]),
  ...ways('pre-activation-in-weight-gradient', [changed({ intoW2: (cache) => named(cache, 'z1') })]),
  ...ways('bias-gradient-averaged', biases((dz) => scale(sumOverRows(dz), 1 / rowsOf(dz))).map(changed)),
  ...ways('bias-gradient-by-rows', biases(sumOverColumns).map(changed)),
  ...ways('bias-gradient-before-mask', [changed({ bias1: (_dz1, da1) => sumOverRows(da1) })]),
  ...ways(
    'reshape-for-transpose',
    subsets<Partial<Links>>([
      { through: (dz2, W2) => matmul(dz2, reshaped(W2)) },
      { turnX: reshaped },
      { turnA1: reshaped },
    ]).map((some) => changed(Object.assign({}, ...some) as Partial<Links>)),
  ),
  ...ways(
    'last-sample-only',
    LAST_ROW.flatMap((keep) => [
      changed({ forWeights: keep, forBiases: keep }),
      changed({ forWeights: keep }),
      changed({ forBiases: keep }),
      ...GRADIENTS.map((name) =>
        only([name], (input) => gradients(input, { forWeights: keep, forBiases: keep })),
      ),
    ]),
  ),
  ...ways<BackwardInput>('transpose-missing-square', [
    (input) => {
      const W2 = named(input.params, 'W2');
      return rowsOf(W2) === columnsOf(W2) ? gradients(input, { through: matmul }) : 'malformed';
    },
  ]),
];

/** W2 stepped by an unknown learning rate before da1 is taken from it: dz2 (W2 - lr dW2)^T. */
export const backwardFamilies: MistakeFamily<BackwardInput>[] = [
  {
    id: 'weights-updated-first',
    estimate(input, got) {
      const [right, whole] = [gradients(input), stepped(input, 1)];
      const perUnit = zip(named(whole, 'dW1'), named(right, 'dW1'), (a, b) => a - b); // dW1 moves by this for lr = 1
      const moved = got.dW1 && zip(got.dW1, named(right, 'dW1'), (a, b) => a - b);
      const size = dot(perUnit, perUnit);
      return moved && size > 0 && moved.data.length === perUnit.data.length
        ? dot(moved, perUnit) / size
        : null;
    },
    predict: stepped,
  },
];

function stepped(input: BackwardInput, lr: number): Tensors {
  const dW2 = named(gradients(input), 'dW2');
  return gradients(input, {
    through: (dz2, W2) => matmul(dz2, transpose(zip(W2, dW2, (w, dw) => w - lr * dw))),
  });
}

function masked(slope: (up: number, unit: { z: number; a: number }) => number): Predict {
  return changed({
    mask: (da1, cache) => {
      const [z1, a1] = [named(cache, 'z1'), named(cache, 'a1')];
      return map(da1, (up, index) => slope(up, { z: z1.data[index] ?? 0, a: a1.data[index] ?? 0 }));
    },
  });
}

function dot(A: NdArray, B: NdArray): number {
  return zip(A, B, (a, b) => a * b).data.reduce((sum, value) => sum + value, 0);
}

/** Every choice of at least one item. */
function subsets<T>(items: readonly T[]): T[][] {
  const [first, ...rest] = items;
  if (first === undefined) return [];
  const without = subsets(rest);
  return [[first], ...without, ...without.map((some) => [first, ...some])];
}
