// Pictures for the report, built from numbers that may be a student's: always finite, always few.

import type { Figure, Series } from '../../harness/result.ts';

/** Points kept of one line: a figure is about 700 pixels wide, and a result file has to stay small. */
export const POINTS_LIMIT = 200;
/** Points kept of each stretch of a long line: its lowest, its highest, and a gap where it has one. */
const KEPT_A_STRETCH = 3;
const STRETCHES = Math.floor((POINTS_LIMIT - 2) / KEPT_A_STRETCH);

/** What a figure of lines says beside its lines. */
export interface LineWords {
  title: string;
  /** In words, what the figure shows. */
  caption: string;
  xLabel: string;
  yLabel: string;
  isLogarithmic?: boolean;
}

/** A line before it is thinned; without `x` its points are numbered from 0. */
export interface Curve {
  name: string;
  x?: ArrayLike<number>;
  y: ArrayLike<number>;
}

/**
 * A figure of lines, each thinned to `POINTS_LIMIT` points: the first, the last, and the lowest and highest of every
 * stretch between. A y that is not finite becomes a gap; a point whose x is not finite is left out.
 */
export function lineFigure(words: LineWords, curves: readonly Curve[]): Figure & { kind: 'lines' } {
  return {
    kind: 'lines',
    title: words.title,
    caption: words.caption,
    xLabel: words.xLabel,
    yLabel: words.yLabel,
    isLogarithmic: words.isLogarithmic ?? false,
    series: curves.map(thinned),
  };
}

interface Point {
  x: number;
  /** Null is a gap. */
  y: number | null;
}

function thinned({ name, x, y }: Curve): Series {
  const points = Array.from(y, (value, index): Point => ({
    x: x === undefined ? index : (x[index] ?? Number.NaN),
    y: Number.isFinite(value) ? value : null,
  })).filter((point) => Number.isFinite(point.x));
  const kept = points.length <= POINTS_LIMIT ? points : telling(points);
  return { name, x: kept.map((point) => point.x), y: kept.map((point) => point.y) };
}

/** The points that give a long line its shape, in order. */
function telling(points: readonly Point[]): Point[] {
  const inner = points.slice(1, -1);
  const bound = (stretch: number) => Math.floor((stretch * inner.length) / STRETCHES);
  const shape = Array.from({ length: STRETCHES }, (_, stretch) =>
    tellingOf(inner.slice(bound(stretch), bound(stretch + 1))),
  );
  return [...points.slice(0, 1), ...shape.flat(), ...points.slice(-1)];
}

/** The lowest and the highest point of a stretch, and a gap, in their order. */
function tellingOf(stretch: readonly Point[]): Point[] {
  let lowest: Point | null = null;
  let highest: Point | null = null;
  for (const point of stretch) {
    if (point.y === null) continue;
    if (lowest === null || point.y < (lowest.y ?? 0)) lowest = point;
    if (highest === null || point.y > (highest.y ?? 0)) highest = point;
  }
  const gap = stretch.find(({ y }) => y === null);
  return stretch.filter((point) => point === lowest || point === highest || point === gap);
}
