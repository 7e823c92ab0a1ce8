// What is wrong with the course's own files: a solution that does not pass, a stub that is not waiting.

import path from 'node:path';
import type { ExerciseSpec } from '../course.ts';
import { gradeSubmission, type Grader } from '../grade.ts';
import type { ExerciseResult } from '../result.ts';
import { readSubmission } from '../submission.ts';

/** Exercises that take a minute each are tried on no more seeds than this. */
const MOST_SEEDS_OF_SLOW = 3;
/** Above this an exercise is slow (ms). */
const SLOW_MS = 600_000;

/** Every fault, of the solutions on `count` seeds from `first`. */
export async function courseFaults(
  grader: Grader,
  exercises: readonly ExerciseSpec[],
  { first, count }: { first: number; count: number },
): Promise<string[]> {
  const faults: string[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const tried = exercises.filter(
      ({ limits }) => limits.exerciseMs < SLOW_MS || seed - first < MOST_SEEDS_OF_SLOW,
    );
    for (const { id, status, score, maxScore } of await gradeFolder(grader, 'solutions', tried, seed)) {
      if (status !== 'passed')
        faults.push(`solutions/${id}, seed ${seed}: ${status}, ${score} of ${maxScore}`);
    }
  }
  for (const stub of await gradeFolder(grader, 'exercises', exercises, first)) {
    const { id, status, score } = stub;
    if (status !== 'not-started' || score !== 0)
      faults.push(`exercises/${id}: a stub is ${status} with ${score} points`);
  }
  return faults;
}

async function gradeFolder(
  grader: Grader,
  folder: string,
  exercises: readonly ExerciseSpec[],
  seed: number,
): Promise<ExerciseResult[]> {
  const submission = readSubmission(path.join(grader.root, folder));
  return (await gradeSubmission(grader, submission, { exercises, seed, types: false })).exercises;
}
