// A second process beside the command, which grades a share of the exercises on another core.

import { channel, subscribe } from 'node:diagnostics_channel';
import os from 'node:os';
import type { ExerciseSpec } from '../course.ts';
import { gradeAlone, isBegun, seedOf } from '../grade.ts';
import type { Graded, Lane, Task } from '../grade/lanes.ts';
import { STEP_CHANNEL } from '../job.ts';
import type { SandboxChoice } from '../sandbox/probe.ts';
import type { Submission } from '../submission.ts';
import { serveTasks, tellAside, WorkerProcess } from '../worker.ts';
import { closeGrader, idleBundler, openGrader } from './open.ts';

/** An exercise of a submission, as it travels. */
interface Sent extends Omit<Task, 'exercise'> {
  id: string;
  submission: Submission;
  seed: number | null;
  isQuick: boolean;
}

export interface Beside {
  lanes: Lane[];
  close(): Promise<void>;
}

interface Setting {
  root: string;
  device: string;
  sandbox: SandboxChoice;
}

/** Niceness: of two cores the one long training has one, and what steps back for it shares the other. */
const STEP_BACK = 10;

/** From this limit on an exercise trains, and takes longer than a second process takes to start (ms). */
const LONG_MS = 300_000;

/** One lane where a second core, an exercise that trains and another one that is begun make it pay; else none. */
export function laneBeside(
  { root, device, sandbox }: Setting,
  exercises: readonly ExerciseSpec[],
  given: Omit<Sent, keyof Task | 'id'>,
): Beside {
  const begun = exercises.filter((exercise) => isBegun(root, given.submission, exercise));
  const pays = begun.length > 1 && begun.some(({ limits }) => limits.exerciseMs >= LONG_MS);
  if (!pays || os.availableParallelism() < 2) return { lanes: [], close: async () => {} };
  const words = ['grade', '--lane', '--device', device, '--sandbox', sandbox];
  const worker = new WorkerProcess<Sent, Graded>(root, words, {
    onAside: (step) => channel(STEP_CHANNEL).publish(step),
    isQuiet: true, // whatever keeps it from grading keeps this process, which says so
  });
  return {
    lanes: [({ exercise: { id }, ...task }) => worker.ask({ ...given, ...task, id })],
    close: () => worker.close(),
  };
}

/** The command has the longest exercise, which must not wait: a little, since a student's process has its limits by the clock. */
function stepBack(): void {
  try {
    os.setPriority(os.getPriority() + STEP_BACK);
  } catch {
    // where it may not, both lanes are alike
  }
}

/** As that second process: grades what is sent, and tells how far a training is. */
export async function serveLane({ root, device, sandbox }: Setting): Promise<void> {
  stepBack();
  const grader = await openGrader(root, device, sandbox, { bundler: idleBundler(root) }); // bundles are sent
  try {
    subscribe(STEP_CHANNEL, tellAside);
    await serveTasks((sent) => {
      const { id, submission, seed, isQuick, ...task } = sent as Sent;
      const exercise = grader.course.exercises.find((each) => each.id === id);
      if (!exercise) throw new Error(`There is no exercise ${id}.`);
      return gradeAlone({
        ...{ grader, submission, isQuick },
        task: { exercise, ...task },
        seed: seed ?? seedOf(submission),
      });
    });
  } finally {
    await closeGrader(grader);
  }
}
