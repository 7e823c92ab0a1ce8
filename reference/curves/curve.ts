// A curve: lines with a name each, few enough points to draw, and where the numbers come from.

import { readFileSync } from 'node:fs';

export interface Line {
  name: string;
  x: number[];
  /** Null where the number was NaN or infinite. */
  y: (number | null)[];
}

export interface Curve {
  xLabel: string;
  yLabel: string;
  isLogarithmic: boolean;
  series: Line[];
}

/** More points than this show nothing more. */
const MOST_POINTS = 100;
/** Significant digits that a drawing can show. */
const DIGITS = 4;

/** A line through `y` at `x`, thinned evenly, the last point kept. */
export function line(name: string, x: readonly number[], y: readonly number[]): Line {
  const stride = Math.ceil(x.length / (MOST_POINTS - 1));
  const kept = x.flatMap((_, index) => (index % stride === 0 || index === x.length - 1 ? [index] : []));
  return { name, x: kept.map((index) => x[index] ?? 0), y: kept.map((index) => rounded(y[index])) };
}

/** The curves that `make.ts` has stored, by id. Throws where `id` is none of them. */
export function storedCurve(id: string): Curve {
  const { curves } = JSON.parse(readFileSync(new URL('curves.json', import.meta.url), 'utf8')) as {
    curves: Record<string, Curve>;
  };
  const curve = curves[id];
  if (!curve) throw new RangeError(`no curve ${id}; there are ${Object.keys(curves).join(', ')}`);
  return curve;
}

function rounded(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
}
