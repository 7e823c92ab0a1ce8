// What a grading will need, made while it has to wait: bundles while Vitest starts, and what draws charts while a network trains.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { loadCharts } from '../../reports/html/chart.ts';
import { drawAhead } from '../../reports/html/lineChart.ts';
import type { Bundler } from '../bundler.ts';
import type { ExerciseSpec } from '../course.ts';
import { isBegun } from '../grade.ts';
import { STEP_CHANNEL } from '../job.ts';
import type { ExerciseResult } from '../result.ts';
import type { Submission } from '../submission.ts';
import { isTrainingStep } from './stepLine.ts';

/** A training with so much to go leaves this process idle for longer than the loading takes (s). */
const LONG_S = 2;

interface Ahead {
  root: string;
  exercises: readonly ExerciseSpec[];
  submission: Submission;
}

/** Asks for the bundles of what is begun; a grading of the same submission is given them. */
export function bundleAhead(bundler: Bundler, { root, exercises, submission }: Ahead): void {
  if (submission.problem !== null) return;
  for (const exercise of exercises) {
    const { file: entry, libraries } = exercise;
    if (entry.endsWith('.yaml') || !isBegun(root, submission, exercise)) continue;
    bundler.bundle({ submission, entry, libraries }).catch(() => {}); // told to the grading
  }
}

/** Loads what draws charts when a long training runs, unless the function that it returns is called before. */
export function loadChartsAhead(): () => void {
  const stop = () => void unsubscribe(STEP_CHANNEL, load);
  const load = (step: unknown) => {
    if (!isTrainingStep(step) || (step.secondsLeft ?? 0) < LONG_S) return;
    stop();
    loadCharts().catch(() => {}); // told when there is something to draw
  };
  subscribe(STEP_CHANNEL, load);
  return stop;
}

/** Draws the charts of an exercise while others are graded. */
export function drawChartsAhead(graded: ExerciseResult): void {
  drawAhead(graded).catch(() => {}); // told as the report is written
}
