// Tells the terminal how far a student's training is. A job reaches a grader as a copy, which no callback survives, and
// Vitest loads a grader's modules apart from the command's; a channel of Node's own is there for the whole process.

import { channel } from 'node:diagnostics_channel';
import { STEP_CHANNEL, type Job, type TrainingStep } from '../../harness/job.ts';
import type { Step } from '../../harness/sandbox/host.ts';

/** Of a shorter stretch the speed is not known yet (ms). */
const SETTLED_MS = 500;
const MS_PER_SECOND = 1000;

export interface Training {
  /** The steps of the whole training. */
  of: number;
  /** What is trained where there are no epochs. */
  what?: string;
  /** The steps of one epoch, where epochs are counted. */
  stepsAnEpoch?: number;
}

/** An `onStep` for the call that trains: it publishes every step that is a number, with the time left at this speed. */
export function tellSteps({ exercise }: Job, training: Training): (step: Step) => void {
  const started = performance.now();
  return ({ step, loss }) => {
    if (!Number.isFinite(step)) return;
    const done = Math.min(training.of, Math.max(0, Math.floor(step)));
    const elapsed = performance.now() - started;
    const known = done > 0 && elapsed >= SETTLED_MS;
    const secondsLeft = known ? (elapsed / done / MS_PER_SECOND) * (training.of - done) : null;
    publish({ exercise, what: partOf(training, done), step: done, of: training.of, loss, secondsLeft });
  };
}

function publish(step: TrainingStep): void {
  channel(STEP_CHANNEL).publish(step);
}

function partOf({ of, what = 'training', stepsAnEpoch }: Training, done: number): string {
  if (stepsAnEpoch === undefined) return what;
  const epochs = Math.max(1, Math.round(of / stepsAnEpoch));
  return `epoch ${Math.min(epochs, 1 + Math.floor(done / stepsAnEpoch))}/${epochs}`;
}
