// A command as a process that another one of ours started, to grade what it is sent.

import { serveGrading } from '../batch/graders.ts';
import type { Grader } from '../grade.ts';
import type { ExitCode } from './main.ts';
import { closeGrader } from './open.ts';

/** Grades until the one that started it lets go, then closes the grader. */
export async function serve(grader: Grader): Promise<ExitCode> {
  try {
    await serveGrading(grader);
    return 0;
  } finally {
    await closeGrader(grader);
  }
}
