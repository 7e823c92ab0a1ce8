// Judges a model of TensorFlow.js whose weights nobody can see, by numbers that hold for any weights.

import { named } from '../../reference/float64/mlp.ts';
import { largest, map, matrix, rowsOf, scale, zip, type NdArray } from '../../reference/ndarray.ts';
import { bendsAlong, drawLine, farFrom, type Bend } from './bends.ts';
import { CheckFailure } from './failure.ts';
import { normal, type Rng } from './random.ts';
import { explains } from './replay.ts';
import { CLASSES, INPUTS, UNITS, rowOf, stacked, type TfModel } from './tfModel.ts';

/** Of the largest logit: float32 is off by 1e-6 at most. */
const CLOSE = 1e-4;
/** Lines on which bends are counted: on one of these, every unit was seen by itself in 540 of 540 models. */
const LINES = 8;

/** Fails where the logits are of another kind: not finite, probabilities, or of a row not by itself. */
export async function judgeLogits(model: TfModel, rng: Rng): Promise<void> {
  const X = inputs(rng, 33);
  const logits = await model.predict(X);
  const broken = logits.data.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) throw new CheckFailure(`predict() gives ${logits.data[broken]}: not a finite number.`);
  const sums = sumsOfRows(logits);
  if (sums.every((sum) => Math.abs(sum - 1) < CLOSE) && logits.data.every((value) => value >= 0)) {
    throw new CheckFailure('predict() gives rows that sum to 1: probabilities, where logits are asked for.', {
      misconception: 'probabilities-as-logits',
    });
  }
  const exponentials = sumsOfRows(map(logits, Math.exp));
  if (exponentials.every((sum) => Math.abs(sum - 1) < CLOSE))
    throw new CheckFailure(
      'predict() gives rows whose exponentials sum to 1: log-probabilities, where logits are asked for.',
    );
  const alone = stacked([await model.predict(rowOf(X, 0)), await model.predict(rowOf(X, 1))]);
  const together = stacked([rowOf(logits, 0), rowOf(logits, 1)]);
  if (isApart(alone, together))
    throw new CheckFailure('predict() gives other logits for an example alone than in a batch of 33.');
  if (isApart(await model.predict(X), logits))
    throw new CheckFailure('predict() gives other logits for the same batch the second time.');
}

/** Fails where the network does not bend as 16 relu units bend it. */
export async function judgeNetwork(model: TfModel, lines: readonly NdArray[]): Promise<void> {
  // Units that are alike can look like anything else: as one unit, as two where they bend, as a relu on the logits.
  if (await areUnitsAlike(model, lines[0]))
    throw new CheckFailure(
      `All ${UNITS} units start with the same weights, and so stay alike: draw each weight for itself.`,
      { misconception: 'init-zero' },
    );
  for (const line of lines) judgeLine(await model.predict(line));
  const bends = await bendsOf(model, lines);
  const most = Math.max(...bends.map(({ length }) => length));
  if (most === UNITS) return;
  if (most === 0) {
    throw new CheckFailure(
      'The logits are a linear function of X: there is no relu between the two layers.',
      {
        misconception: 'activation-missing',
      },
    );
  }
  if (most > 10 * UNITS) {
    throw new CheckFailure(
      'The logits bend smoothly as X moves along a line. A relu unit bends them at one point.',
      { misconception: 'activation-of-another', evidence: { expected: UNITS, got: most } },
    );
  }
  if (bends.every((line) => shareBentBack(line) > BENT_BACK)) {
    throw new CheckFailure(
      'Each hidden unit bends the logits, and further on bends them back. A relu unit bends them at one point.',
      { misconception: 'activation-of-another' },
    );
  }
  if (most === 1) {
    throw new CheckFailure(
      `Along a line through X the logits bend at one point; ${UNITS} relu units bend them at ${UNITS}. Is there one unit, or are all alike?`,
      { evidence: { expected: UNITS, got: 1 } },
    );
  }
  const isOne = isOneLayer(bends);
  throw new CheckFailure(
    `Along a line through X the logits bend at ${most} points; ${UNITS} relu units bend them at ${UNITS}. ${isOne ? 'How wide is the hidden layer?' : 'Is there one hidden layer, of relu units?'}`,
    { misconception: isOne ? 'hidden-width' : null, evidence: { expected: UNITS, got: most } },
  );
}

/** Whether the parameters are to be seen, and W1 and b1 are the same for all units, which are told apart by W2 alone. */
async function areUnitsAlike(model: TfModel, X: NdArray | undefined): Promise<boolean> {
  const params = await model.parameters();
  if (!X || !params || !(await explains(model, params, X))) return false;
  const isOneForAll = ({ data }: NdArray) =>
    data.every((value, index) => value === data[index - (index % UNITS)]);
  return isOneForAll(named(params, 'W1')) && isOneForAll(named(params, 'b1'));
}

/** The share of bends that another one of the line undoes, as with a relu that is cut off above. */
function shareBentBack(line: readonly Bend[]): number {
  const back = line.filter(({ at, direction }) =>
    line.some((other) => isOneDirection({ at, direction: direction.map((each) => -each) }, other)),
  );
  return back.length / Math.max(1, line.length);
}

/** Whether the bends of all lines have the directions of one: each is a row of W2, unless a layer stands between. */
function isOneLayer(bends: readonly Bend[][]): boolean {
  const most = bends.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const others = bends.filter((each) => each !== most);
  return (
    shareOfSame(
      others,
      others.map(() => most),
      isOneDirection,
    ) > MOST_UNMOVED
  );
}

/** Fails where logits on a line are all the same, or none is negative and some are 0. */
function judgeLine(logits: NdArray): void {
  const { data } = logits;
  if (isSameForAll(logits))
    throw new CheckFailure('predict() gives the same logits for every X: are the weights drawn at all?', {
      misconception: 'init-zero',
    });
  if (isSameForClasses(logits))
    throw new CheckFailure(
      'predict() gives every class the same logit, whatever X is: is every weight drawn for itself?',
      { misconception: 'init-zero' },
    );
  if (data.every((value) => value >= 0) && data.includes(0))
    throw new CheckFailure(
      'predict() gives no negative number and many zeros: the logits go through a relu.',
      {
        misconception: 'relu-on-logits',
      },
    );
}

/** Whether the logits do not depend on X. */
export function isSameForAll({ data }: NdArray): boolean {
  return data.every((value, index) => value === data[index % CLASSES]);
}

/** Constant weights: no unit differs from another. */
function isSameForClasses({ data }: NdArray): boolean {
  const first = (index: number) => data[index - (index % CLASSES)] ?? Number.NaN;
  const size = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return data.every((value, index) => Math.abs(value - first(index)) <= CLOSE * size);
}

/** What shows of W1 and W2 from outside: where the units bend whatever b1 is, and how they add to the logits. */
export interface Layers {
  far: Bend[][];
  near: Bend[][];
}

export async function layersOf(model: TfModel, lines: readonly NdArray[]): Promise<Layers> {
  return { far: await bendsOf(model, lines.map(farFrom)), near: await bendsOf(model, lines) };
}

/** The bends of the model along each line. */
async function bendsOf(model: TfModel, lines: readonly NdArray[]): Promise<Bend[][]> {
  const bends: Bend[][] = [];
  for (const line of lines) bends.push(bendsAlong(await model.predict(line)));
  return bends;
}

export function drawLines(rng: Rng): NdArray[] {
  return Array.from({ length: LINES }, () => drawLine(rng));
}

/** Fails where training has left W1, b1 or W2 as they were. */
export async function judgeMoved(model: TfModel, lines: readonly NdArray[], before: Layers): Promise<void> {
  const after = await layersOf(model, lines);
  if (shareOfSame(before.far, after.far, (a, b) => Math.abs(a.at - b.at) <= 1) > MOST_UNMOVED)
    throw new CheckFailure(
      'After training every hidden unit bends at a plane with the same slopes as before: W1 is not trained.',
      FROZEN,
    );
  if (shareOfSame(before.near, after.near, isOneDirection) > MOST_UNMOVED)
    throw new CheckFailure(
      'After training every hidden unit adds to the logits as it did before: W2 is not trained.',
      FROZEN,
    );
  if (!(await isHomogeneous(model))) return;
  throw new CheckFailure(
    'After training every hidden unit still bends at a plane through the origin: b1 is not trained.',
    {
      misconception: 'update-skips-biases',
    },
  );
}

const FROZEN = { misconception: 'parameters-not-trained' };
/** Share of bends in the same place or direction: of trained weights a few are, by chance. */
const MOST_UNMOVED = 0.8;
/** Share of bends that are undone: of relu6 two in three at least, where two are too near to tell; of relu none. */
const BENT_BACK = 0.5;
/** Directions this close are one (1 - cosine; a degree), and rounding stays below. */
const ONE_DIRECTION = 1.5e-4;

/** Of the bends on all lines before, the share that has one like it on the same line after. */
function shareOfSame(before: Bend[][], after: Bend[][], isSame: (a: Bend, b: Bend) => boolean): number {
  const pairs = before.flatMap((bends, line) => bends.map((bend) => ({ bend, others: after[line] ?? [] })));
  return (
    pairs.filter(({ bend, others }) => others.some((other) => isSame(bend, other))).length / pairs.length
  );
}

function isOneDirection(a: Bend, b: Bend): boolean {
  const cosine = a.direction.reduce((sum, value, i) => sum + value * (b.direction[i] ?? 0), 0);
  return 1 - cosine < ONE_DIRECTION;
}

/** Whether f(2 x) - f(0) is 2 (f(x) - f(0)) for every x: so it is as long as b1 is zero. */
async function isHomogeneous(model: TfModel): Promise<boolean> {
  const X = matrix(INPUTS, INPUTS, [1, 0, 0, 0, -1, 1, 0, 0, 0, -1, 1, 1, 1, 1, -1, 1]);
  const origin = await model.predict(matrix(INPUTS, INPUTS));
  const [once, twice] = [await model.predict(X), await model.predict(scale(X, 2))];
  const from = (logits: NdArray) => zip(logits, origin, (a, b) => a - b);
  return largest(zip(from(twice), scale(from(once), 2), (a, b) => a - b)) <= CLOSE * largest(from(twice));
}

/** Examples around the origin, as wide as the network takes them. */
export function inputs(rng: Rng, B: number): NdArray {
  return map(matrix(B, INPUTS), () => Math.fround(2 * normal(rng)));
}

function sumsOfRows(logits: NdArray): number[] {
  return Array.from({ length: rowsOf(logits) }, (_, i) =>
    rowOf(logits, i).data.reduce((sum, value) => sum + value, 0),
  );
}

/** Whether these are not the same numbers, but for rounding. */
export function isApart(a: NdArray, b: NdArray): boolean {
  return !(largest(zip(a, b, (x, y) => x - y)) <= CLOSE * largest(b));
}
