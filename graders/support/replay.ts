// Steps of a model whose variables can be seen, each held against the same step in float64.
//
// The variables of TensorFlow.js are read where they stand. What is read counts only if it explains the logits before and
// after; a model that keeps its parameters in another way, or in other shapes, is judged by what shows from outside alone.

import { forward, named, type Params } from '../../reference/float64/mlp.ts';
import { plainly, wholeStepMistakes, type WholeStep } from '../../reference/misconceptions/wholeStep.ts';
import { largest, map, matrix, zip, type NdArray } from '../../reference/ndarray.ts';
import { show } from './compare.ts';
import { integer, normal, type Rng } from './random.ts';
import { soleName } from './soleName.ts';
import { CLASSES, INPUTS, stacked, type TfModel } from './tfModel.ts';

/** Enough for a rule that skips every tenth step or lets lr decay by a thousandth a step. */
const STEPS = 22;
/** Every so many-th batch is one that the model tells right already, every second of those without a doubt: it steps all the same. */
const KNOWN_EVERY = 4;
const SURE_EVERY = 8;
/** Nor is this step another one: too many examples for the pieces into which a step may cut them. */
const LARGE_STEP = 5;
const LARGE_BATCH = 70;
/** A rate of 0 is no missing one. */
const STILL_STEP = 7;
/** Steps of no account, after which some more are looked at: a rate that falls on the way is past its start then. */
const UNSEEN = 120;
const UNSEEN_RATE = 1e-3;
const LATE_STEPS = 1;
const [LOWEST_RATE, HIGHEST_RATE] = [0.02, 0.1];
/** The last steps overshoot: the loss of a batch rises with them, and each is a step all the same. */
const LEAPS = [5, 10, 20];
const [SMALLEST_BATCH, LARGEST_BATCH] = [2, 9];
/** Share of a parameter's largest movement by which float32 may be off: 1e-5 was measured. */
const CLOSE = 1e-3;
/** Share of a parameter's largest entry by which its sum with a movement may be rounded: two units of float32. */
const ROUNDING = 2.4e-7;
/** Of the largest logit: float32 is off by 1e-6 at most. */
const EXPLAINED = 1e-4;
/** Nearer to its kink than this, a unit may be on the other side in float32. */
const KINK = 1e-3;
/** Outside of these, p or 1 - p has few digits in float32, or a guard of the logarithm shows. */
const [LOWEST_P, HIGHEST_P] = [1e-4, 0.9];
/** Of a batch without a doubt: 1 - p has four digits still, and the loss is far below any that a run stops at. */
const [LOWEST_SURE, HIGHEST_SURE] = [0.995, 0.999];
/** So much wider than a normal draw are the examples that a model is sure of. */
const WIDEST = 6;
/** Draws of one example before a model is given up. */
const ATTEMPTS = 100;

/** A step, and the parameters after it. */
export interface ReplayedStep extends WholeStep {
  after: Params;
  /** Counted from 1. */
  number: number;
}

/** A movement that is not the right one, in the step of this number. */
export interface WrongMovement {
  step: number;
  tensor: string;
  /** The change of one entry. */
  expected: number;
  got: number;
}

/** Steps a fresh model; null where its parameters are not seen. */
export async function replay(model: TfModel, rng: Rng): Promise<ReplayedStep[] | null> {
  await model.create(integer(rng, 1, 1e6));
  const probe = map(matrix(8, INPUTS), () => Math.fround(normal(rng)));
  const params = await model.parameters();
  if (!params || !(await explains(model, params, probe))) return null;
  const steps = await stepsFrom(model, rng, { params, first: 1, rates: rates(rng, STEPS) });
  const X = map(matrix(SMALLEST_BATCH, INPUTS), () => Math.fround(normal(rng)));
  for (let unseen = 0; unseen < UNSEEN; unseen++)
    await model.step(X, new Int32Array(SMALLEST_BATCH), UNSEEN_RATE);
  const later = await model.parameters();
  if (!steps || !later || !(await explains(model, later, probe))) return null;
  const late = await stepsFrom(model, rng, {
    params: later,
    first: STEPS + UNSEEN + 1,
    rates: [...rates(rng, LATE_STEPS), ...LEAPS],
  });
  return late && (await explains(model, late.at(-1)?.after ?? later, probe)) ? [...steps, ...late] : null;
}

/** Steps in a row, of these rates, on batches drawn for each; null where the parameters are not seen any more. */
async function stepsFrom(
  model: TfModel,
  rng: Rng,
  { params: start, first, rates: given }: { params: Params; first: number; rates: readonly number[] },
): Promise<ReplayedStep[] | null> {
  const steps: ReplayedStep[] = [];
  let params = start;
  for (const [index, lr] of given.entries()) {
    const batch = drawBatch(params, rng, index);
    if (!batch) break; // a wrong rule may lead where every p is 0 or 1
    await model.step(batch.X, batch.y, lr);
    const after = await model.parameters();
    if (!after) return null;
    steps.push({ ...batch, params, lr, after, number: first + index });
    params = after;
  }
  return steps;
}

/** Small rates, and none in one of the steps. */
function rates(rng: Rng, count: number): number[] {
  return Array.from({ length: count }, (_, step) =>
    step === STILL_STEP ? 0 : LOWEST_RATE + (HIGHEST_RATE - LOWEST_RATE) * rng(),
  );
}

/**
 * The first movement that is not plain gradient descent; null where all are. A tensor that no step moves is left out: whether
 * all are trained is a question of its own.
 */
export function wrongMovement(steps: readonly ReplayedStep[]): WrongMovement | null {
  const wanted = plainly(steps);
  const moved = movedTensors(steps);
  for (const [index, step] of steps.entries()) {
    const want = wanted[index] ?? step.params;
    const tensor = moved.find((name) => !isRight(step, want, name));
    if (tensor === undefined) continue;
    return { step: step.number, tensor, ...worstOf(step, want, tensor) };
  }
  return null;
}

/**
 * The id of the one rule that gives all of these steps; null where none does, or more than one. The leaps are left out: half of
 * such a step may lead a wrong rule to where p has no digits in float32, and the other half is then next to nothing.
 */
export function nameReplay(replayed: readonly ReplayedStep[]): string | null {
  const steps = replayed.filter(({ lr, number }) => lr <= HIGHEST_RATE && number <= STEPS); // in a row, for rules with memory
  if (wrongMovement(steps) === null) return null; // a rule that is right there explains nothing
  const follows = (predicted: readonly Params[]) =>
    steps.every((step, index) => {
      const want = predicted[index];
      return want && Object.keys(step.params).every((name) => isRight(step, want, name));
    });
  return soleName(wholeStepMistakes.filter(({ predict }) => follows(predict(steps))).map(({ id }) => id));
}

/** What went wrong, in a sentence. */
export function movementInWords({ step, tensor, expected, got }: WrongMovement): string {
  return `Step ${step} of a model changes an entry of ${tensor} by ${show(got)}, expected ${show(expected)}: -lr times its gradient over the batch.`;
}

/** Whether these parameters give the logits of the model. */
export async function explains(model: TfModel, params: Params, X: NdArray): Promise<boolean> {
  const [got, want] = [await model.predict(X), named(forward('relu', X, params), 'z2')];
  return largest(zip(got, want, (a, b) => a - b)) <= EXPLAINED * largest(want);
}

/**
 * Different examples, each at which float32 and float64 agree, with labels as the model says them itself where the step's turn is
 * of a known batch; null where none is found.
 */
function drawBatch(params: Params, rng: Rng, step: number): { X: NdArray; y: Int32Array } | null {
  const B = step === LARGE_STEP ? LARGE_BATCH : integer(rng, SMALLEST_BATCH, LARGEST_BATCH);
  const isSure = step % SURE_EVERY === 0;
  const draw = (doubt: Doubt) => examplesOf(B, () => drawExample(params, rng, doubt));
  const found = (isSure ? draw('none') : null) ?? draw(step % KNOWN_EVERY === 0 ? 'little' : 'any');
  return found && { X: stacked(found.map(({ x }) => x)), y: Int32Array.from(found, ({ label }) => label) };
}

/** How sure the model is to be of its examples. */
type Doubt = 'none' | 'little' | 'any';

interface Example {
  x: NdArray;
  label: number;
}

/** Null as soon as one is not found. */
function examplesOf(B: number, draw: () => Example | null): Example[] | null {
  const examples: Example[] = [];
  while (examples.length < B) {
    const example = draw();
    if (example === null) return null;
    examples.push(example);
  }
  return examples;
}

function drawExample(params: Params, rng: Rng, doubt: Doubt): Example | null {
  const [lowest, highest] = doubt === 'none' ? [LOWEST_SURE, HIGHEST_SURE] : [LOWEST_P, HIGHEST_P];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // Nearer to the origin, where large weights leave p in the middle; for p near 1 further and further out.
    const way = attempt / ATTEMPTS;
    const width = doubt === 'none' ? 1 + (WIDEST - 1) * way : 1 - way;
    const x = map(matrix(1, INPUTS), () => Math.fround(width * normal(rng)));
    const cache = forward('relu', x, params);
    const { data } = named(cache, 'p');
    const label = doubt === 'any' ? integer(rng, 0, CLASSES - 1) : data.indexOf(Math.max(...data));
    const p = data[label] ?? 0;
    const isClear = named(cache, 'z1').data.every((z) => Math.abs(z) > KINK);
    if (isClear && p > lowest && p < highest) return { x, label };
  }
  return null;
}

function movedTensors(steps: readonly ReplayedStep[]): string[] {
  const names = Object.keys(steps[0]?.params ?? {});
  return names.filter((name) => steps.some((step) => largest(movement(step, step.after, name)) > 0));
}

function isRight(step: ReplayedStep, want: Params, name: string): boolean {
  const room = CLOSE * largest(movement(step, want, name)) + ROUNDING * largest(named(step.params, name));
  return largest(zip(named(step.after, name), named(want, name), (a, b) => a - b)) <= room;
}

function movement({ params }: WholeStep, after: Params, name: string): NdArray {
  return zip(named(after, name), named(params, name), (is, was) => is - was);
}

/** The entry that is furthest off. */
function worstOf(step: ReplayedStep, want: Params, name: string): { expected: number; got: number } {
  const [expected, got] = [movement(step, want, name), movement(step, step.after, name)];
  const off = zip(got, expected, (a, b) => Math.abs(a - b)).data;
  const worst = off.indexOf(off.reduce((most, each) => Math.max(most, each), 0));
  return { expected: expected.data[worst] ?? Number.NaN, got: got.data[worst] ?? Number.NaN };
}
