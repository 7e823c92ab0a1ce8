// Grades the 06-mnist.ts given as text on standard input with 30 s for a call of `train`, and prints the exercise's result.
// A process of its own: a grader's Vitest and that of the tests do not share one.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { closeGrader, openGrader } from '../../harness/cli/open.ts';
import { gradeSubmission } from '../../harness/grade.ts';

const TRAIN_MS = 30_000;

const grader = await openGrader(path.resolve(import.meta.dirname, '..', '..'), 'auto', 'auto');
const exercises = grader.course.exercises
  .filter(({ id }) => id === '06-mnist')
  .map((exercise) => ({
    ...exercise,
    limits: { ...exercise.limits, slowCallsMs: { train: TRAIN_MS } },
  }));
const files = new Map([['06-mnist.ts', readFileSync(0, 'utf8')]]);
const submission = { id: 'ada', sha256: '0'.repeat(64), files, refused: new Map(), problem: null };
const result = await gradeSubmission(grader, submission, { exercises, seed: 1, types: false });
process.stdout.write(JSON.stringify(result.exercises[0]));
await closeGrader(grader);
