// The exercises of one submission, graded side by side: this process is a lane, and others may be beside it.

import type { ExerciseSpec } from '../course.ts';
import type { ExerciseResult } from '../result.ts';

export interface Device {
  device: string;
  deviceDetail: string;
}

/** An exercise's result, and the device that its grader ran on; null where none was needed. */
export interface Graded {
  exercise: ExerciseResult;
  device: Device | null;
}

/** What grades one exercise at a time. Rejects where it cannot go on, which is no fault of the exercise. */
export type Lane = (exercise: ExerciseSpec) => Promise<Graded>;

/**
 * Grades the exercises, the longest first, so that it is not left to the end alone; gives them in their order. Whatever a
 * lane leaves that cannot go on, `own` takes, which has to go on.
 */
export async function gradeInLanes(
  exercises: readonly ExerciseSpec[],
  {
    own,
    others,
    onExercise,
  }: { own: Lane; others: readonly Lane[]; onExercise: (exercise: ExerciseSpec) => void },
): Promise<Graded[]> {
  const waiting = exercises.toSorted((a, b) => b.limits.exerciseMs - a.limits.exerciseMs);
  const graded = new Map<ExerciseSpec, Graded>();
  const employ = async (lane: Lane) => {
    for (let exercise = waiting.shift(); exercise; exercise = waiting.shift()) {
      onExercise(exercise);
      try {
        graded.set(exercise, await lane(exercise));
      } catch (error) {
        if (lane === own) throw error;
        waiting.push(exercise);
        return;
      }
    }
  };
  await Promise.all([...others, own].map(employ));
  await employ(own);
  return exercises.flatMap((exercise) => graded.get(exercise) ?? []);
}

/** The device to name in a result: of a grader that has opened it, else of any that tried. */
export function deviceOf(graded: readonly Graded[]): Device | null {
  const devices = graded.flatMap(({ device }) => device ?? []);
  return devices.findLast(({ deviceDetail }) => deviceDetail !== '') ?? devices.at(-1) ?? null;
}
