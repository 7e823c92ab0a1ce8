// Bundles that a grading will need, made while Vitest starts.

import type { Bundler } from '../bundler.ts';
import type { ExerciseSpec } from '../course.ts';
import { isBegun } from '../grade.ts';
import type { Submission } from '../submission.ts';

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
