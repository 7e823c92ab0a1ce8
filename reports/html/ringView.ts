import type { ExerciseResult } from '../../harness/result.ts';
import { percent } from '../numbers.ts';

/** Hundredths of the circle between two exercises. */
const GAP = 1.2;

/** The score as a ring of arcs: one a core exercise, as long as its points, filled as far as earned. */
export function ringView(exercises: ExerciseResult[]) {
  const core = exercises.filter(({ bonus, maxScore }) => !bonus && maxScore > 0);
  const total = core.reduce((sum, { maxScore }) => sum + maxScore, 0);
  const gap = core.length > 1 ? GAP : 0;
  let start = 0;
  return core.map((exercise) => {
    const share = (100 * exercise.maxScore) / total;
    const arc = arcView(exercise, start + gap / 2, Math.max(0.1, share - gap));
    start += share;
    return arc;
  });
}

/** Lengths are hundredths of the circle; a dash pattern's offset runs backwards. */
function arcView({ status, score, maxScore }: ExerciseResult, start: number, length: number) {
  const filled = status === 'errored' ? 0 : (length * percent(score, maxScore)) / 100;
  return {
    offset: (-start).toFixed(2),
    length: length.toFixed(2),
    filled: filled > 0 ? filled.toFixed(2) : null,
    tone: status,
  };
}
