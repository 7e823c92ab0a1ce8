// What a step does to b2, seen from outside: the change of the logits at the point opposite the example.
//
// A relu unit is active on one side of a plane near the origin. So the units that an example x far out makes active are, but
// for biases, inactive at -x, and nothing of theirs shows there: the logits at -x change as b2 does, whatever the weights.

import { columnsOf, largest, map, matrix, sameShape, zip, type NdArray } from '../../reference/ndarray.ts';
import { plainSteps, type StepsInput } from '../../reference/misconceptions/plainStep.ts';
import { integer, normal, type Rng } from './random.ts';
import { INPUTS, rowOf, stacked, type TfModel } from './tfModel.ts';

/** The most models that are made afresh, each stepped on an example of its own. */
const TRIALS = 28;
/** Steps in a row, so that momentum shows. */
const STEPS = 3;
/** How far out the example lies: with nn.Linear's biases, 0.5 at most, no unit is active on both sides in half of the trials. */
const RADIUS = 8;
/** Small enough that no unit changes sides, large enough for float32. */
const [LOWEST_RATE, HIGHEST_RATE] = [0.002, 0.006];
/** Share of the largest change that rounding in float32 and the step's curvature may make. */
const CLOSE = 0.03;
/** So many trials have to agree: of right code at least 9 did, whatever the initialisation; of other rules none. */
const FEWEST_ALIKE = 4;
/** To name a rule, it has to hold on more than the trials of one batch size. */
const FEWEST_NAMED = TRIALS / 4 + 1;
/** Batch sizes: neither 1 nor 3, the number of classes, where a missing or a wrong division would not show. */
const COPIES = [2, 4, 5, 7];

/** The rate of the step after those, as a share of theirs: a rate that is kept from before shows. */
const LATER_RATE = 0.5;

/** What was seen in some steps of one rate. */
export interface Antipode extends StepsInput {
  /** The change of the logits opposite the example in each step, (C) each. */
  opposite: NdArray[];
  /** Whether the logits of the example itself changed at all. */
  moved: boolean;
}

/** One model's steps, and one more with another rate. */
export interface AntipodeTrial extends Antipode {
  later: Antipode;
}

/**
 * Steps fresh models on single examples, each repeated in its batch with labels of its own, and looks at the other side; until
 * all steps are known to be plain, which no trial more would change.
 */
export async function tryAntipodes(model: TfModel, rng: Rng): Promise<AntipodeTrial[]> {
  const trials: AntipodeTrial[] = [];
  while (trials.length < TRIALS && !(isPlain(trials) && isPlain(trials.map(({ later }) => later)))) {
    await model.create(integer(rng, 1, 1e6));
    trials.push(await tryOne(model, rng, COPIES[trials.length % COPIES.length] ?? 2));
  }
  return trials;
}

/** Whether b2 went as plain gradient descent has it. */
export function isPlain(trials: readonly Antipode[]): boolean {
  return countAlike(trials, plainSteps) >= FEWEST_ALIKE;
}

/** Whether b2 went as a mistake has it. */
export function isPredicted(trials: readonly Antipode[], predict: (input: StepsInput) => NdArray[]): boolean {
  return countAlike(trials, predict) >= FEWEST_NAMED;
}

function countAlike(trials: readonly Antipode[], predict: (input: StepsInput) => NdArray[]): number {
  return trials.filter((trial) => agrees(trial, predict(trial))).length;
}

/** How many times too large the steps are in most trials that tell; null where they do not agree. */
export function factorOf(trials: readonly Antipode[]): number | null {
  return mostlyOne(trials.map((trial) => ratio(trial, plainSteps(trial))));
}

/**
 * Whether the steps are of one size whatever lr is, the first ones or the later one: large ones have units change sides at
 * first, and of 28 later ones 27 still told.
 */
export function ignoresRate(trials: readonly AntipodeTrial[]): boolean {
  return isOneSize(trials) || isOneSize(trials.map(({ later }) => later));
}

function isOneSize(trials: readonly Antipode[]): boolean {
  const rates = trials.map((trial) => ratio(trial, plainSteps({ ...trial, lr: 1 })));
  return mostlyOne(rates) !== null;
}

async function tryOne(model: TfModel, rng: Rng, copies: number): Promise<AntipodeTrial> {
  const direction = map(matrix(1, INPUTS), () => normal(rng));
  const length = Math.hypot(...direction.data);
  const x = map(direction, (value) => Math.fround((value / length) * RADIUS));
  const lr = LOWEST_RATE + (HIGHEST_RATE - LOWEST_RATE) * rng();
  const labels = unlikely(await model.predict(x), copies);
  const first = await stepsOn(model, x, { labels, lr }, STEPS);
  return { ...first, later: await stepsOn(model, x, { labels, lr: LATER_RATE * lr }, 1) };
}

/** Steps on a batch of copies of x, (1, in), one for each label, seen at x and at -x. */
async function stepsOn(
  model: TfModel,
  x: NdArray,
  { labels, lr }: Omit<StepsInput, 'logits'>,
  steps: number,
): Promise<Antipode> {
  const both = stacked([x, map(x, (value) => -value)]);
  const batch = stacked(Array.from(labels, () => x));
  const seen = [await model.predict(both)];
  for (let step = 0; step < steps; step++) {
    await model.step(batch, labels, lr);
    seen.push(await model.predict(both));
  }
  const changes = seen.slice(1).map((after, step) => zip(after, seen[step] ?? after, (is, was) => is - was));
  return {
    logits: seen.slice(0, -1).map((each) => rowOf(each, 0)),
    labels,
    lr,
    opposite: changes.map((change) => vectorOf(rowOf(change, 1))),
    moved: changes.some((change) => largest(rowOf(change, 0)) > 0),
  };
}

/** The class whose gradient is largest, so that every rule shows; the last label is another, so that one copy is not all. */
function unlikely({ data }: NdArray, copies: number): Int32Array {
  const [least = 0, next = 0] = Array.from(data.keys()).toSorted((a, b) => (data[a] ?? 0) - (data[b] ?? 0));
  return new Int32Array(copies).fill(least).fill(next, copies - 1);
}

/** Within the tolerance in each step; a prediction of next to no change wants none but rounding. */
function agrees({ opposite, lr }: Antipode, predicted: readonly NdArray[]): boolean {
  const scale = Math.max(lr / 10, ...predicted.map(largest));
  return opposite.every((change, step) => {
    const want = predicted[step];
    return (
      want !== undefined &&
      sameShape(want.shape, change.shape) &&
      largest(zip(change, want, (a, b) => a - b)) <= CLOSE * scale
    );
  });
}

/** got / wanted of a trial in which they point the same way; NaN in another. */
function ratio({ opposite }: Antipode, wanted: readonly NdArray[]): number {
  const got = opposite.flatMap(({ data }) => Array.from(data));
  const want = wanted.flatMap(({ data }) => Array.from(data));
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const factor = dot(got, want) / dot(want, want);
  const off = got.map((value, i) => Math.abs(value - factor * (want[i] ?? 0)));
  return Math.max(...off) <= CLOSE * Math.max(...got.map(Math.abs)) ? factor : Number.NaN;
}

/** The value that at least half of those that are numbers, and FEWEST_NAMED of them, share; null where there is none. */
function mostlyOne(values: readonly number[]): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  for (const value of known) {
    const alike = known.filter((other) => Math.abs(other / value - 1) < CLOSE);
    if (alike.length >= Math.max(FEWEST_NAMED, known.length / 2)) return value;
  }
  return null;
}

function vectorOf(row: NdArray): NdArray {
  return { shape: [columnsOf(row)], data: row.data };
}
