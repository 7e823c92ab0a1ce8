// The forward pass that stands beside an exercise: its loss places a fault of the backward pass.

import type { ExerciseSpec } from '../course.ts';

const FORWARD = '01-forward';
const USES_FORWARD = new Set(['02-backward']);

/** The exercise whose forward pass an exercise is graded with; null where it needs none. */
export function forwardFor(
  { exercises }: { exercises: readonly ExerciseSpec[] },
  { id }: ExerciseSpec,
): ExerciseSpec | null {
  const forward = exercises.find((exercise) => exercise.id === FORWARD);
  return USES_FORWARD.has(id) ? (forward ?? null) : null;
}
