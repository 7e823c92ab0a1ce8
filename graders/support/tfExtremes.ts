// A loss written in TensorFlow.js on logits that are large, in ways that part the mistakes that show there.

import { depthOf, forward, lossAndGrads, named } from '../../reference/float64/mlp.ts';
import { rightLoss, type Bounds, type LossInput } from '../../reference/misconceptions/loss.ts';
import { BATCH_MAX, type Shift } from '../../reference/misconceptions/softmax.ts';
import { columnsOf, map, rowsOf, type NdArray } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import type { Case } from './cases.ts';
import { show } from './compare.ts';
import { CheckFailure } from './failure.ts';
import { normal, stream, type Rng } from './random.ts';
import { soleName } from './soleName.ts';
import type { Student } from './student.ts';
import { tryTfLoss, type TfCase, type TfTrial } from './tfLossCheck.ts';
import { seenOn } from './verdict.ts';

/** exp of it overflows in float32 and in float64; float32 still knows its sum with a small number to 1e-4. */
const SIZE = 1000;
/** exp(-150) is 0 in float32. */
const GAP = 150;
/** Beyond this exp is Infinity in float32, and what it is below the negative of it depends on the kernel. */
const EXP_RANGE = 88;
/** By this a loss may be off, as a share of the largest that is right and of 1: float32 has that much to round. */
const ROUNDING = 5e-3;

interface Last {
  W: NdArray;
  b: NdArray;
}

/** What the last layer is replaced by, and the words for it. */
const LAST_LAYERS: [words: string, of: (rng: Rng, last: Last) => Last][] = [
  ['logits near 1000', (_, { W, b }) => ({ W, b: map(b, (value) => SIZE + value) })],
  [
    'rows of logits that lie thousands apart',
    (rng, { W, b }) => {
      const units = Array.from({ length: W.data.length / columnsOf(W) }, () => SIZE * (1 + normal(rng) / 2));
      return { W: map(W, (value, index) => value + (units[Math.floor(index / columnsOf(W))] ?? 0)), b };
    },
  ],
  ['a last class 1000 above the others', (_, { W, b }) => ({ W, b: raised(b, SIZE, isLast) })],
  // A mean that is taken out leaves exp(50) here, and log still has exp(-150).
  [
    'a last class 150 below the others',
    (_, { W, b }) => ({ W, b: raised(b, GAP, (...at) => !isLast(...at)) }),
  ],
];

function isLast(c: number, C: number): boolean {
  return c === C - 1;
}

function raised(b: NdArray, by: number, isRaised: (c: number, C: number) => boolean): NdArray {
  return map(b, (value, c) => (isRaised(c, b.data.length) ? value + by : value));
}

/** The same network with logits so large that float32 holds no exp of them. */
export function extremeCases(seed: number, { X, y, params, ...rest }: Case): TfCase[] {
  const rng = stream(seed, 'extreme logits');
  const [W, b] = [`W${depthOf(params)}`, `b${depthOf(params)}`];
  return LAST_LAYERS.map(([words, of]) => {
    const last = of(rng, { W: named(params, W), b: named(params, b) });
    const own = { ...params, [W]: map(last.W, Math.fround), [b]: map(last.b, Math.fround) };
    return { ...rest, X, y, params: own, pass: lossAndGrads(rest.activation, X, y, own), words };
  });
}

/** Fails where the loss is not finite, or less than a guard against log 0 makes it. */
export async function judgeTfExtremes(
  student: Student,
  script: Script,
  cases: readonly TfCase[],
): Promise<void> {
  const trials = await tryTfLoss(student, script, cases);
  for (const { at, value, flaw } of trials) {
    if (value === null) throw new CheckFailure(flaw ?? `tfLoss() gave nothing. ${seenOn(at)}`);
    const { low, high } = rightLoss(lossInput(at));
    if (isWithin(value, { low, high })) continue;
    const expected = low === high ? show(high) : `from ${show(low)} to ${show(high)}`;
    throw new CheckFailure(
      `tfLoss() is ${show(value)}, expected ${expected}: take each row's largest logit out before exp, and keep log ` +
        `from 0; TensorFlow.js has both in its own loss. ${seenOn(at)}`,
      { misconception: nameOf(trials), evidence: { where: 'loss', got: show(value), input: at.words } },
    );
  }
}

/** Where mistakes bring float32 to what is not finite; elsewhere their losses are right. */
const MISTAKES: [id: string, isBroken: (input: LossInput) => boolean][] = [
  ['softmax-unstable', beyond(() => 0)],
  ['softmax-unstable', beyond((row) => row[0] ?? 0)],
  ['softmax-unstable', beyond((row) => row.reduce((sum, logit) => sum + logit, 0) / row.length)],
  ['softmax-batch-max', beyond(BATCH_MAX)],
  // log p of the true class, and of every class times a one-hot
  ['loss-unguarded-log', ({ z, y }) => rowsIn(z).some((row, i) => below(row, row[y[i] ?? 0] ?? 0))],
  ['loss-unguarded-log', ({ z }) => rowsIn(z).some((row) => below(row, Math.min(...row)))],
];

/** Whether with another shift than its largest logit some row overflows, or vanishes. */
function beyond(shift: Shift): (input: LossInput) => boolean {
  return ({ z }) => rowsIn(z).some((row) => Math.abs(Math.max(...row) - shift(row, z.data)) > EXP_RANGE);
}

function below(row: Float64Array, logit: number): boolean {
  return Math.max(...row) - logit > EXP_RANGE;
}

function rowsIn(z: NdArray): Float64Array[] {
  const C = columnsOf(z);
  return Array.from({ length: rowsOf(z) }, (_, i) => z.data.subarray(i * C, (i + 1) * C));
}

/** The one mistake that gives every value. */
function nameOf(trials: readonly TfTrial[]): string | null {
  const explains = (isBroken: boolean, value: number | null, at: TfCase) =>
    value !== null && (isBroken ? !Number.isFinite(value) : isWithin(value, rightLoss(lossInput(at))));
  const explaining = MISTAKES.filter(([, isBroken]) =>
    trials.every(({ at, value }) => explains(isBroken(lossInput(at)), value, at)),
  );
  return soleName(explaining.map(([id]) => id));
}

function lossInput({ activation, X, y, params }: TfCase): LossInput {
  return { z: named(forward(activation, X, params), `z${depthOf(params)}`), y };
}

function isWithin(loss: number, { low, high }: Bounds): boolean {
  const room = ROUNDING * Math.max(1, Math.abs(high));
  return loss >= low - room && loss <= high + room;
}
