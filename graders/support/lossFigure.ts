// The losses of a student's training beside those of the reference, whose run is stored.

import type { Figure, Series } from '../../harness/result.ts';
import { line, storedCurve } from '../../reference/curves/curve.ts';
import { SMOOTHED, smoothed } from '../../reference/curves/goalCurves.ts';
import type { Goal } from './trainGoal.ts';

/** The losses of a run on the blobs beside those of the reference with the same hidden layers. */
export function lossFigure(own: ArrayLike<number>, { run }: Goal, hidden: readonly number[]): Figure {
  const { xLabel, yLabel, isLogarithmic, series } = storedCurve(`blobs-${hidden.join('-')}`);
  const { x, y } = smoothed(own);
  const yours: Series = line('yours', x, y);
  return {
    kind: 'lines',
    title: 'Loss on the blobs',
    caption:
      `The loss of each mini-batch, as a mean of ${SMOOTHED} steps, with lr ${run.lr}, batches of ${run.batchSize} and ` +
      `${run.steps} steps; the reference drew its own weights and batches.`,
    ...{ xLabel, yLabel, isLogarithmic },
    series: [yours, ...series],
  };
}
