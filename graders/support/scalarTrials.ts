// Scalar functions, tried on many numbers at once: every number has to come out right by itself.

import { activations, type ActivationName } from '../../reference/float64/activations.ts';
import { familiesOf, mistakesOf, type Part } from '../../reference/misconceptions/activations.ts';
import { vector } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import { StudentFault, type Value } from '../../harness/sandbox/host.ts';
import { CheckFailure } from './failure.ts';
import { callFaultInWords } from './faults.ts';
import { show } from './compare.ts';
import type { Rng } from './random.ts';
import { readTensor } from './read.ts';
import { soleName } from './soleName.ts';
import type { Student } from './student.ts';

/** |got - want| may be this, times |want| where that is above 1: room for erf by Abramowitz and Stegun 7.1.26 (1.5e-7). */
const SCALAR_TOLERANCE = 1e-5;

/** Magnitudes, in bands with no hole between them, each tried on both sides of 0; never 0 itself, where kinks are. */
const BANDS: [low: number, high: number, points: number][] = [
  [1e-8, 1e-6, 2], // a guard such as `Math.abs(x) < 1e-3` gives another answer in some of these
  [1e-6, 1e-5, 2],
  [1e-5, 1e-4, 2],
  [1e-4, 1e-3, 3],
  [1e-3, 5e-3, 3],
  [5e-3, 0.02, 3],
  [0.02, 0.5, 6],
  [0.5, 1.5, 6],
  [1.5, 3, 8],
  [3, 6, 16], // where a curve is cut off to its asymptote, the gap may be a quarter wide
  [6, 12, 4], // from here on all of them are straight lines to the graded digits, where gaps of a formula show
  [12, 20, 3],
  [20, 30, 2], // exp(-x), exp(2 x), cosh(x), exp(x^2) or exp(x^3) overflow in one of these
  [30, 60, 2],
  [60, 150, 2],
  [150, 300, 2],
  [300, 340, 1],
  [340, 400, 1],
  [400, 700, 2],
  [700, 760, 1],
  [760, 1000, 2],
  [1000, 1000, 1], // the largest that is asked for
];
/** Nearer to a kink than this, a difference quotient with a step of 1e-3 straddles it: right by its own lights. */
const BLUR = 2e-3;
/** The functions that have a kink at 0. */
const KINKED = new Set<ActivationName>(['relu', 'leakyRelu']);
/** What does not overflow below this is safe enough: exp(x^3 / 14), of the tanh approximation, is the first to. */
const SMALLEST_LARGE = 20;

/** What one function gave on all points, and what is thought of it. */
export interface ScalarTrial {
  name: ActivationName;
  part: Part;
  /** The way to the function: `activations.gelu.df`. */
  path: string;
  x: Float64Array;
  want: Float64Array;
  /** Null where no numbers came. */
  got: Float64Array | null;
  /** What came instead of numbers. */
  flaw: string | null;
  fault: StudentFault | null;
  right: boolean;
}

/** Points of tiny, moderate and large size, evenly spread within each band, in no order. */
export function drawPoints(rng: Rng): Float64Array {
  const magnitudes = BANDS.flatMap(([low, high, points]) =>
    Array.from({ length: points }, (_, index) => low * (high / low) ** ((index + rng()) / points)),
  );
  const points = magnitudes.flatMap((magnitude) => [magnitude, -magnitude]);
  const order = points.map((x) => ({ x, at: rng() })).toSorted((a, b) => a.at - b.at);
  return Float64Array.from(order, ({ x }) => x);
}

/** Calls `activations.<name>.<part>` on the points that count for it. A fault of the student's code becomes part of the trial. */
export async function tryScalar(
  student: Student,
  name: ActivationName,
  part: Part,
  points: Float64Array,
): Promise<ScalarTrial> {
  const isBlurred = part === 'df' && KINKED.has(name);
  const x = points.filter((point) => !isBlurred || Math.abs(point) >= BLUR);
  const want = x.map((point) => activations[name][part](point));
  const path = `activations.${name}.${part}`;
  const trial = { name, part, path, x, want, got: null, flaw: null, fault: null, right: false };
  try {
    const got = await callScalar(student, path, x);
    if (typeof got === 'string') return { ...trial, flaw: got };
    return { ...trial, got, right: x.every((_, index) => isNear(got[index], want[index])) };
  } catch (error) {
    if (error instanceof StudentFault && error !== student.failedToLoad) return { ...trial, fault: error };
    throw error;
  }
}

/** Calls the function again on the same points the other way round; fails where one has another answer than before. */
export async function requireSameAgain(student: Student, { path, x, got }: ScalarTrial): Promise<void> {
  const again = await callScalar(student, path, x.toReversed());
  const before = got?.toReversed() ?? [];
  const isSameAgain =
    typeof again !== 'string' &&
    before.every((was, index) => isNear(again[index], was) || Object.is(again[index], was));
  if (isSameAgain) return;
  throw new CheckFailure(
    `${path}() gives another answer for the same x when it is called again: it keeps something, or draws something at random.`,
  );
}

/** Whether a number is as near to the one wanted as it has to be. */
export function isNear(got: number | undefined, want: number | undefined): boolean {
  const [came = Number.NaN, wanted = Number.NaN] = [got, want];
  return Math.abs(came - wanted) <= SCALAR_TOLERANCE * Math.max(1, Math.abs(wanted));
}

/** Fails with the number that is furthest off, and with the mistake that explains them all. */
export function judgeScalar(trial: ScalarTrial, script: Script, misconception: () => string | null): void {
  const { name, part, path, fault, flaw, right } = trial;
  if (right) return;
  if (fault) {
    throw new CheckFailure(callFaultInWords(fault, path, script), { timedOut: fault.kind === 'timed-out' });
  }
  if (flaw !== null) throw new CheckFailure(flaw, { evidence: { where: `${name}.${part}` } });
  throw differenceIn(trial, misconception());
}

/** The id of the one mistake that gives these numbers; null where none does, or more than one. `pair` is f and df. */
export function nameScalar(
  { name, part, x, want, got }: ScalarTrial,
  pair: readonly ScalarTrial[],
): string | null {
  if (got === null) return null;
  if (isExchanged(pair)) return 'derivative-exchanged';
  const matches = (predict: (x: number) => number) =>
    got.every((came, index) => isSame(came, predict(x[index] ?? Number.NaN)));
  const ids = new Set(mistakesOf(name, part).flatMap(({ id, predict }) => (matches(predict) ? [id] : [])));
  for (const { id, estimate, predict } of familiesOf(name, part)) {
    const unknown = firstKnown(x, (at, index) => estimate(at, got[index] ?? Number.NaN));
    if (unknown !== null && matches((at) => predict(at, unknown))) ids.add(id);
  }
  if (overflows(x, got, want)) ids.add('activation-overflow');
  return soleName(ids);
}

/** The numbers that came for `x`, or a sentence about what came instead. */
export async function callScalar(
  student: Student,
  path: string,
  x: Float64Array,
): Promise<Float64Array | string> {
  const options = { read: null, mayChange: true } as const; // numbers cannot be changed
  const { value } = await student.call(path, { x: vector(x) }, { ...options, manner: 'each' });
  if (value.kind === 'vector' && value.tensor.data.length === x.length) return value.tensor.data;
  const one = await student.call(path, { x: x[0] ?? Number.NaN }, options);
  return flawOf(path, one.value);
}

function flawOf(path: string, value: Value): string {
  const read = readTensor(`${path}()`, value, []);
  return typeof read === 'string'
    ? read
    : `${path}() gives a number for some x and something else for others.`;
}

function differenceIn({ name, part, x, want, got }: ScalarTrial, misconception: string | null): CheckFailure {
  const came = got ?? new Float64Array();
  const off = Array.from(want, (wanted, index) => distance(came[index], wanted));
  const broken = off.findIndex((each) => !Number.isFinite(each));
  const worst = broken >= 0 ? broken : off.indexOf(Math.max(...off));
  const [gotten, wanted] = [came[worst] ?? Number.NaN, want[worst] ?? Number.NaN];
  const where = `${name}.${part} near x = ${Number((x[worst] ?? 0).toPrecision(2))}`;
  const differing = off.filter((each) => !(each <= SCALAR_TOLERANCE)).length;
  const end = Number.isFinite(gotten) ? '' : ': not a finite number';
  return new CheckFailure(
    `${where} is ${show(gotten)}, expected ${show(wanted)} (${differing} of ${x.length} numbers differ)${end}.`,
    {
      misconception,
      evidence: {
        where,
        expected: Number(show(wanted)),
        got: Number.isFinite(gotten) ? Number(show(gotten)) : show(gotten),
        differing: [differing, x.length],
        input: `${x.length} numbers from -1000 to 1000`,
      },
    },
  );
}

function distance(got: number | undefined, want: number): number {
  return Math.abs((got ?? Number.NaN) - want) / Math.max(1, Math.abs(want));
}

/** As near as right numbers have to be; where a mistake gives no finite number, none came. */
function isSame(got: number, predicted: number): boolean {
  return Number.isFinite(predicted) ? isNear(got, predicted) : !Number.isFinite(got);
}

/** Whether f is df, and df is f. */
function isExchanged([f, df]: readonly ScalarTrial[]): boolean {
  const isOther = (own: ScalarTrial | undefined, part: Part) =>
    own?.got?.every((came, index) => isNear(came, activations[own.name][part](own.x[index] ?? Number.NaN))) ??
    false;
  return isOther(f, 'df') && isOther(df, 'f');
}

/** Right wherever it is a number, and none on large x alone: an exponential overflowed. */
function overflows(x: Float64Array, got: Float64Array, want: Float64Array): boolean {
  const broken = x.filter((_, index) => !Number.isFinite(got[index]));
  return (
    broken.length > 0 &&
    broken.every((at) => Math.abs(at) >= SMALLEST_LARGE) &&
    got.every((came, index) => !Number.isFinite(came) || isNear(came, want[index]))
  );
}

function firstKnown(x: Float64Array, of: (x: number, index: number) => number | null): number | null {
  for (const [index, at] of x.entries()) {
    const known = of(at, index);
    if (known !== null && Number.isFinite(known)) return known;
  }
  return null;
}
