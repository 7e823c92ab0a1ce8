// One grading process for many submissions, as the command has beside it: what one of them breaks, the next one meets.

import { createHash } from 'node:crypto';
import type { Graded } from '../../../harness/grade/lanes.ts';
import type { ExerciseResult } from '../../../harness/result.ts';
import { WorkerProcess } from '../../../harness/worker.ts';
import { EXERCISE, type Mode } from './attacks.ts';
import type { StrictCourse } from './strictCourse.ts';

export class GraderAtWork {
  private readonly worker: WorkerProcess<object, Graded>;

  constructor({ root, scratch }: StrictCourse, mode: Mode) {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = scratch; // for the process that starts here
    this.worker = new WorkerProcess(root, ['grade', '--lane', '--sandbox', mode]);
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }

  /** The exercise of a submission, on inputs of its content's seed unless one is given. */
  async grade(files: Map<string, string>, seed: number | null = null): Promise<ExerciseResult> {
    const sha256 = createHash('sha256')
      .update(JSON.stringify([...files]))
      .digest('hex');
    const submission = { id: 'mallory', sha256, files, refused: new Map(), problem: null };
    const { exercise } = await this.worker.ask({
      ...{ id: EXERCISE, bundling: null, forward: null, submission, seed, isQuick: false },
    });
    return exercise;
  }

  close(): Promise<void> {
    return this.worker.close();
  }
}
