// The reference's own losses on the blobs, for the report of 03 and 04 to show beside a student's.

import { drawClusters } from '../datasets/clusters.ts';
import { BLOBS_SET, type TrainingSet } from '../datasets/goals.ts';
import { train } from '../float64/training.ts';
import { line, type Curve } from './curve.ts';
import { normal, seeded } from './draws.ts';

/** Losses of single batches jump: each point of a curve is the mean of so many (steps). */
export const SMOOTHED = 25;

const SEED = 20_260_301;

/** The losses of the reference's run by the widths of its hidden layers. */
export function goalCurves(): Record<string, Curve> {
  return { 'blobs-16': losses(BLOBS_SET, [16]), 'blobs-16-16': losses(BLOBS_SET, [16, 16]) };
}

function losses({ clusters, examples, run }: TrainingSet, hidden: number[]): Curve {
  const uniform = seeded(SEED);
  const draws = { uniform, normal: () => normal(uniform) };
  const data = drawClusters(clusters, examples, draws.normal);
  const trained = train(data, { ...run, ...draws, activation: 'relu', hidden });
  const { x, y } = smoothed(trained.losses);
  return { xLabel: 'step', yLabel: 'loss', isLogarithmic: true, series: [line('reference', x, y)] };
}

/** Means of runs of SMOOTHED steps, each at its middle. */
export function smoothed(values: ArrayLike<number>): { x: number[]; y: number[] } {
  const starts = Array.from({ length: Math.ceil(values.length / SMOOTHED) }, (_, i) => i * SMOOTHED);
  const ends = starts.map((start) => Math.min(start + SMOOTHED, values.length));
  return {
    x: starts.map((start, i) => (start + (ends[i] ?? 0)) / 2),
    y: starts.map((start, i) => mean(values, start, ends[i] ?? 0)),
  };
}

function mean(values: ArrayLike<number>, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? Number.NaN;
  return sum / (end - start);
}
