// Compares what came with what was wanted, and puts the difference into words.

import { largest, map, sameShape, type NdArray } from '../../reference/ndarray.ts';
import type { Evidence } from '../../harness/result.ts';
import { heatMap } from './heatMap.ts';
import { TOLERANCE } from './tolerance.ts';

/** Forward values may also differ by TOLERANCE outright, where all of them are small; gradients may not. */
export type Rule = 'forward' | 'gradient';

export interface Difference {
  message: string;
  evidence: Evidence;
}

/** The largest |got - want| that still counts as right. */
function bound(want: NdArray, rule: Rule, tolerance = TOLERANCE): number {
  const scale = largest(want);
  return tolerance * (rule === 'forward' ? Math.max(1, scale) : scale);
}

/** Whether every entry is within the bound; a NaN never is. */
export function isClose(got: NdArray, want: NdArray, rule: Rule, tolerance = TOLERANCE): boolean {
  const most = bound(want, rule, tolerance);
  return (
    sameShape(got.shape, want.shape) &&
    want.data.every((w, i) => Math.abs((got.data[i] ?? Number.NaN) - w) <= most)
  );
}

/** Null where `got` is right; else what was expected, what came and where. `name` is the tensor's, such as `dW1`. */
export function compare(name: string, got: NdArray, want: NdArray, rule: Rule): Difference | null {
  if (!sameShape(got.shape, want.shape)) return shapeDifference(name, got.shape, want.shape);
  if (isClose(got, want, rule)) return null;
  const off = want.data.map((w, i) => Math.abs((got.data[i] ?? Number.NaN) - w));
  const worst = worstIndex(got, off);
  const where = want.shape.length === 0 ? name : `${name}[${indexOf(worst, want.shape)}]`;
  const [came, wanted] = [got.data[worst] ?? Number.NaN, want.data[worst] ?? Number.NaN];
  const differing = off.filter((distance) => !(distance <= bound(want, rule))).length;
  const counted = want.data.length > 1 ? ` (${differing} of ${want.data.length} entries differ)` : '';
  const broken = Number.isFinite(came) ? '' : ': not a finite number';
  const shown = heatMap(name, off, want);
  return {
    message: `${where} is ${apart(came, wanted)}, expected ${apart(wanted, came)}${counted}${causeOf(got, want)}${broken}.`,
    evidence: {
      where,
      expected: rounded(wanted),
      got: Number.isFinite(came) ? rounded(came) : String(came),
      ...relativeError(off[worst] ?? Number.NaN, want),
      differing: [differing, want.data.length],
      ...(shown === null ? {} : { heatMap: shown }),
    },
  };
}

/** A shape as students read it: `(8, 3)`, `(3)`, or `a number`. */
export function shapeInWords(shape: readonly number[]): string {
  return shape.length === 0 ? 'a number' : `(${shape.join(', ')})`;
}

/** Six digits, without trailing noise. */
export function show(value: number): string {
  return Number.isFinite(value) ? String(rounded(value)) : String(value);
}

/** As many digits as part a number from `other`, six at least. */
function apart(value: number, other: number): string {
  for (let digits = DIGITS; digits < MOST_DIGITS; digits++)
    if (rounded(value, digits) !== rounded(other, digits))
      return Number.isFinite(value) ? String(rounded(value, digits)) : String(value);
  return String(value);
}

const DIGITS = 6;
/** Two float64 numbers that differ do so within these. */
const MOST_DIGITS = 17;

function rounded(value: number, digits = DIGITS): number {
  return Number(value.toPrecision(digits));
}

function shapeDifference(name: string, got: readonly number[], want: readonly number[]): Difference {
  const turned = got.length === 2 && got[0] === want[1] && got[1] === want[0];
  const next = turned
    ? ': is a transpose missing, or one too many?'
    : ': which sizes meet in the product or sum that makes it?';
  return {
    message: `${name} has shape ${shapeInWords(got)}, expected ${shapeInWords(want)}${next}`,
    evidence: { where: name, expected: shapeInWords(want), got: shapeInWords(got) },
  };
}

/** The first NaN or Infinity if there is one, else the entry that is off most. */
function worstIndex(got: NdArray, off: Float64Array): number {
  const broken = got.data.findIndex((value) => !Number.isFinite(value));
  return broken >= 0 ? broken : off.indexOf(off.reduce((a, b) => Math.max(a, b), 0));
}

/** A flat index as students count: `2, 3` in a matrix. */
export function indexOf(flat: number, shape: readonly number[]): string {
  const columns = shape[1];
  return columns === undefined ? String(flat) : `${Math.floor(flat / columns)}, ${flat % columns}`;
}

/** What all entries have in common, where it says what to look for. */
function causeOf(got: NdArray, want: NdArray): string {
  const isSingle = got.data.every((value) => Math.fround(value) === value);
  if (isSingle && isClose(got, want, 'gradient', SINGLE_TOLERANCE))
    return ': these are float32 numbers, compute in float64 (no Float32Array, no Math.fround)';
  return factorOf(got, want);
}

/** Work in float32 is off by a few of its units in the last place, 6e-8 each; more where sums cancel. */
const SINGLE_TOLERANCE = 1e-4;
/** A factor nearer to 1 than this is no factor: something else is off. */
const NO_FACTOR = 1e-3;

/** Says so where all entries are off by one and the same factor. */
function factorOf(got: NdArray, want: NdArray): string {
  const pivot = want.data.reduce(
    (best, w, i) => (Math.abs(w) > Math.abs(want.data[best] ?? 0) ? i : best),
    0,
  );
  const factor = (got.data[pivot] ?? 0) / (want.data[pivot] ?? 0);
  if (want.data.length < 2 || !Number.isFinite(factor) || factor === 0) return '';
  if (Math.abs(factor - 1) < NO_FACTOR) return '';
  const scaled = map(want, (w) => w * factor);
  if (!isClose(got, scaled, 'gradient')) return '';
  if (Math.abs(factor + 1) < TOLERANCE) return ': every entry has the wrong sign';
  const size =
    Math.abs(factor) > 1 ? `${show(factor)} times too large` : `${show(1 / factor)} times too small`;
  return `: every entry is ${size}`;
}

function relativeError(off: number, want: NdArray): { relativeError?: number } {
  const relative = off / largest(want);
  return Number.isFinite(relative) ? { relativeError: rounded(relative) } : {};
}
