// A stored curve as a figure of a report.

import type { Figure } from '../../harness/result.ts';
import { storedCurve } from '../../reference/curves/curve.ts';

/** The curve called `id`, with its words. */
export function figureOf(id: string, title: string, caption: string): Figure {
  return { kind: 'lines', title, caption, ...storedCurve(id) };
}
