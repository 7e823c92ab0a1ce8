// One grading at a student's desk: shown while it runs, and finished as a result that can be written.

import { gradeSubmission, type Grader, type GradeOptions } from '../grade.ts';
import { withoutHost } from '../grade/hostPaths.ts';
import { asPractice } from '../grade/practice.ts';
import type { ExerciseSpec } from '../course.ts';
import type { Result } from '../result.ts';
import { submissionRoot, type Submission } from '../submission.ts';
import { withProtectedFiles } from '../tamper.ts';
import { withinLimit } from '../write.ts';
import type { ExitCode } from './main.ts';
import { Progress } from './progress.ts';
import { showTraining } from './stepLine.ts';

/** Grades, with one line on a terminal that says what is being done. */
export async function gradeShown(
  grader: Grader,
  submission: Submission,
  options: GradeOptions,
  { isQuiet = false } = {},
): Promise<Result> {
  const progress = new Progress(options.exercises.length, isQuiet ? { write: () => {} } : process.stderr);
  const onExercise = ({ id }: ExerciseSpec) => progress.step(`grading ${id}`);
  const stopShowing = showTraining(progress);
  try {
    return await gradeSubmission(grader, submission, { ...options, onExercise });
  } finally {
    stopShowing();
    progress.end();
  }
}

/** What is written of a graded submission that lies in `folder`: files that were meddled with named, practice told as such. */
export function finished(
  graded: Result,
  { root, folder, isQuick }: { root: string; folder: string; isQuick: boolean },
): Result {
  const guarded = withProtectedFiles(withoutHost(graded, root), root, submissionRoot(folder));
  return withinLimit(isQuick ? asPractice(guarded) : guarded);
}

export function exitCodeOf({ status }: Result): ExitCode {
  return status === 'passed' ? 0 : status === 'errored' ? 3 : 1;
}
