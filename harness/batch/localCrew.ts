// A crew of processes on this machine.

import type { ExerciseSpec } from '../course.ts';
import { digestOf, type Digest } from '../gradebook.ts';
import type { Result } from '../result.ts';
import { writeReports } from '../write.ts';
import { CrewUnusable, type Crew, type Task } from './crew.ts';
import { Graders } from './graders.ts';

/** How often a submission is tried whose process died: a second time tells bad luck from a poisoned submission. */
const TRIES = 2;

interface Setting {
  root: string;
  /** How many submissions are graded at once. */
  jobs: number;
  /** Of a command that calls `serveGrading`. */
  words: string[];
  exercises: readonly ExerciseSpec[];
}

export class LocalCrew implements Crew {
  readonly size: number;
  private readonly root: string;
  private readonly graders: Graders;
  /** The first process, which tells whether any can grade; it is started when there is something to grade. */
  private first: Promise<unknown> | null = null;

  constructor({ root, jobs, words, exercises }: Setting) {
    this.size = jobs;
    this.root = root;
    this.graders = new Graders(root, words, exercises);
  }

  async grade(task: Task): Promise<Digest> {
    this.first ??= this.graders.open(1);
    await this.first.catch((error: unknown) => {
      throw new CrewUnusable(wordsOf(error), { cause: error });
    });
    const result = await this.result(task);
    await writeReports({ root: this.root, out: task.out, result, formats: ['html', 'json'] });
    return digestOf(result);
  }

  close(): Promise<void> {
    return this.graders.close();
  }

  private async result({ submission, exercises, seed }: Task): Promise<Result> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.graders.grade({ submission, exercises, seed });
      } catch (error) {
        if (tried === TRIES)
          throw new Error(`it could not be graded in ${TRIES} tries: ${wordsOf(error)}.`, { cause: error });
      }
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
