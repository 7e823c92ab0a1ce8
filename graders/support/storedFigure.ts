// A stored curve as a figure of a report.

import type { Figure } from '../../harness/result.ts';
import { storedCurve } from '../../reference/curves/curve.ts';

/** The curve called `id` with its words, and with other names for its lines where there are some. */
export function figureOf(id: string, title: string, caption: string, names: string[] = []): Figure {
  const curve = storedCurve(id);
  const series = curve.series.map((line, index) => ({ ...line, name: names[index] ?? line.name }));
  return { kind: 'lines', title, caption, ...curve, series };
}
