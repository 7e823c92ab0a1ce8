// Compares what came with what was wanted, and puts the difference into words.

import { largest, map, sameShape, type NdArray } from '../../reference/ndarray.ts';
import type { Evidence, HeatMap } from '../../harness/result.ts';

/** |got - want| may be this times the largest |want|: right code differs by rounding, 1e-12 at worst (see exercises.md). */
export const TOLERANCE = 1e-6;

/** Forward values may also differ by TOLERANCE outright, where all of them are small; gradients may not. */
export type Rule = 'forward' | 'gradient';

/** Heat maps of at most so many entries are kept. */
const HEAT_MAP_LIMIT = 400;
/** Bounds of the heat map's levels, as shares of the largest |want|. */
const HEAT_LEVELS = [1e-3, 1e-1, 1];

export interface Difference {
  message: string;
  evidence: Evidence;
}

/** The largest |got - want| that still counts as right. */
export function bound(want: NdArray, rule: Rule): number {
  const scale = largest(want);
  return TOLERANCE * (rule === 'forward' ? Math.max(1, scale) : scale);
}

/** Whether every entry is within the bound; a NaN never is. */
export function isClose(got: NdArray, want: NdArray, rule: Rule): boolean {
  const most = bound(want, rule);
  return sameShape(got.shape, want.shape) && want.data.every((w, i) => Math.abs((got.data[i] ?? Number.NaN) - w) <= most);
}

/** Null where `got` is right; else what was expected, what came and where. `name` is the tensor's, such as `dW1`. */
export function compare(name: string, got: NdArray, want: NdArray, rule: Rule): Difference | null {
  if (!sameShape(got.shape, want.shape)) return shapeDifference(name, got.shape, want.shape);
  if (isClose(got, want, rule)) return null;
  const most = bound(want, rule);
  const off = want.data.map((w, i) => Math.abs((got.data[i] ?? Number.NaN) - w));
  const worst = worstIndex(got, off);
  const where = want.shape.length === 0 ? name : `${name}[${indexOf(worst, want.shape)}]`;
  const [gotThere, wantThere] = [got.data[worst] ?? Number.NaN, want.data[worst] ?? Number.NaN];
  const differing = off.filter((distance) => !(distance <= most)).length;
  const counted = want.data.length > 1 ? ` (${differing} of ${want.data.length} entries differ)` : '';
  const said = `${where} is ${show(gotThere)}, expected ${show(wantThere)}${counted}${factorOf(got, want)}`;
  const map = heatMap(name, off, want);
  return {
    message: Number.isFinite(gotThere) ? `${said}.` : `${said}: not a finite number.`,
    evidence: {
      where,
      expected: rounded(wantThere),
      got: Number.isFinite(gotThere) ? rounded(gotThere) : String(gotThere),
      ...(Number.isFinite(gotThere) && largest(want) > 0 ? { relativeError: rounded((off[worst] ?? 0) / largest(want)) } : {}),
      differing: [differing, want.data.length],
      ...(map ? { heatMap: map } : {}),
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

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function shapeDifference(name: string, got: readonly number[], want: readonly number[]): Difference {
  const turned = got.length === 2 && got[0] === want[1] && got[1] === want[0];
  const next = turned ? ': is a transpose missing, or one too many?' : ': which sizes meet in the product or sum that makes it?';
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

function indexOf(flat: number, shape: readonly number[]): string {
  const columns = shape[1];
  return columns === undefined ? String(flat) : `${Math.floor(flat / columns)}, ${flat % columns}`;
}

/** Says so where all entries are off by one and the same factor. */
function factorOf(got: NdArray, want: NdArray): string {
  const pivot = want.data.reduce((best, w, i) => (Math.abs(w) > Math.abs(want.data[best] ?? 0) ? i : best), 0);
  const factor = (got.data[pivot] ?? 0) / (want.data[pivot] ?? 0);
  if (want.data.length < 2 || !Number.isFinite(factor) || factor === 0) return '';
  const scaled = map(want, (w) => w * factor);
  if (!isClose(got, scaled, 'gradient')) return '';
  if (Math.abs(factor + 1) < TOLERANCE) return ': every entry has the wrong sign';
  const size = Math.abs(factor) > 1 ? `${show(factor)} times too large` : `${show(1 / factor)} times too small`;
  return `: every entry is ${size}`;
}

function heatMap(tensor: string, off: Float64Array, want: NdArray): HeatMap | null {
  if (want.data.length > HEAT_MAP_LIMIT || want.data.length < 2) return null;
  const [first = 1, second] = want.shape;
  const scale = largest(want) || 1;
  const tolerated = TOLERANCE;
  const levels = Array.from(off, (distance) => {
    if (!Number.isFinite(distance)) return HEAT_LEVELS.length + 2;
    const share = distance / scale;
    return share <= tolerated ? 0 : 1 + HEAT_LEVELS.filter((level) => share >= level).length;
  });
  return { tensor, shape: second === undefined ? [1, first] : [first, second], levels };
}
