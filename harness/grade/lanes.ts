// The exercises of one submission, graded side by side: this process is a lane, and others may be beside it.

import type { Bundling } from '../bundle.ts';
import type { ExerciseSpec } from '../course.ts';
import type { ExerciseResult } from '../result.ts';

export interface Device {
  device: string;
  deviceDetail: string;
}

/** An exercise and its bundle, null where there is nothing to run; `forward` is that of the exercise it is graded beside. */
export interface Task {
  exercise: ExerciseSpec;
  bundling: Bundling | null;
  forward: Bundling | null;
}

/** An exercise's result, and the device that its grader ran on; null where none was needed. */
export interface Graded {
  exercise: ExerciseResult;
  device: Device | null;
}

/** What grades one exercise at a time. Rejects where it cannot go on, which is no fault of the exercise. */
export type Lane = (task: Task) => Promise<Graded>;

/** Told before each exercise, and after it. */
export interface LaneEvents {
  onExercise?: (exercise: ExerciseSpec) => void;
  onGraded?: (exercise: ExerciseResult) => void;
}

/**
 * Grades every task and gives the results in their order. What takes long is begun early, so that it is not left to the end alone.
 * Whatever a lane leaves that cannot go on, `own` takes, which has to go on.
 */
export async function gradeInLanes(
  tasks: readonly Task[],
  {
    own,
    others,
    onExercise = () => {},
    onGraded = () => {},
  }: { own: Lane; others: readonly Lane[] } & LaneEvents,
): Promise<Graded[]> {
  const waiting = longestFirst(tasks);
  const graded = new Map<Task, Graded>();
  const employ = async (lane: Lane) => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      onExercise(task.exercise);
      try {
        const done = await lane(task);
        graded.set(task, done);
        onGraded(done.exercise);
      } catch (error) {
        if (lane === own) throw error;
        waiting.push(task);
        return;
      }
    }
  };
  await Promise.all([own, ...others].map(employ));
  await employ(own);
  return tasks.flatMap((task) => graded.get(task) ?? []);
}

/** Those with the longest limit; of the others those with most libraries, which take longer than a short training; then by limits. */
function longestFirst(tasks: readonly Task[]): Task[] {
  const limitOf = ({ exercise }: Task) => exercise.limits.exerciseMs;
  const librariesOf = ({ exercise }: Task) => exercise.libraries.length;
  const longest = Math.max(...tasks.map(limitOf));
  const isShorter = (task: Task) => limitOf(task) < longest;
  return tasks.toSorted(
    (a, b) =>
      Number(isShorter(a)) - Number(isShorter(b)) ||
      librariesOf(b) - librariesOf(a) ||
      limitOf(b) - limitOf(a),
  );
}

/** The device to name in a result: of a grader that has opened it, else of any that tried. */
export function deviceOf(graded: readonly Graded[]): Device | null {
  const devices = graded.flatMap(({ device }) => device ?? []);
  return devices.findLast(({ deviceDetail }) => deviceDetail !== '') ?? devices.at(-1) ?? null;
}
