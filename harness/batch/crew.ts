// Who grades the submissions of a batch: processes here, or workers on a queue.

import type { Digest } from '../gradebook.ts';
import type { Submission } from '../submission.ts';

/** A submission to be graded, with everything that its verdict rests on. */
export interface Task {
  submission: Submission;
  /** The stems of the exercises to grade, in order. */
  exercises: string[];
  seed: number;
  /** The folder for its result.json and index.html. */
  out: string;
}

/** Nothing can be graded at all, for a reason that is the same for every submission. */
export class CrewUnusable extends Error {
  override name = 'CrewUnusable';
}

export interface Crew {
  /** How many submissions it takes at once. */
  readonly size: number;
  /**
   * Grades one; its reports are in `task.out` when this resolves. Rejects, in one sentence, where the grader could not do its
   * work, which is no fault of the submission; with CrewUnusable where it can do none.
   */
  grade(task: Task): Promise<Digest>;
  close(): Promise<void>;
}
