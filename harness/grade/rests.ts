// What the grade of an exercise rests on in a submission: as long as it stays, so does the grade.

import { createHash } from 'node:crypto';
import type { ExerciseSpec } from '../course.ts';
import type { Grader } from '../grade.ts';
import type { Submission } from '../submission.ts';
import { forwardFor } from './forward.ts';

/**
 * A hash of an exercise's file, of all files that it imports, for their types too, and of the forward pass beside it. Where a file
 * cannot be bundled, nobody knows what it imports: then of the whole submission.
 */
export async function restsOn(
  grader: Grader,
  submission: Submission,
  exercise: ExerciseSpec,
): Promise<string> {
  const forward = forwardFor(grader.course, exercise);
  const names = await filesOf(grader, submission, exercise);
  if (forward) names.push(...(await filesOf(grader, submission, forward)));
  const hash = createHash('sha256').update(submission.problem ?? '');
  for (const name of [...new Set(names)].toSorted())
    hash.update(JSON.stringify([name, submission.files.get(name), submission.refused.get(name)]));
  return hash.digest('hex');
}

async function filesOf(
  { bundler }: Grader,
  submission: Submission,
  { file, libraries }: ExerciseSpec,
): Promise<string[]> {
  if (file.endsWith('.yaml') || !submission.files.has(file)) return [file];
  const bundling = await bundler.bundle({ submission, entry: file, libraries }).catch(() => null);
  if (!bundling?.ok) return [...submission.files.keys(), ...submission.refused.keys()];
  const { sources, typed } = bundling.bundle;
  return [file, ...sources, ...(typed ?? [])];
}
