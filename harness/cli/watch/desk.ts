// A student's desk while `grade --watch` runs: what each exercise came to, and which one is being worked on.

import type { ExerciseSpec } from '../../course.ts';
import { seedOf, type Grader } from '../../grade.ts';
import { summed } from '../../grade/assemble.ts';
import { restsOn } from '../../grade/rests.ts';
import type { ExerciseResult, Result } from '../../result.ts';
import { readSubmission, type Submission } from '../../submission.ts';
import { writeReports } from '../../write.ts';
import { laneBeside } from '../beside.ts';
import type { Asked } from '../grade.ts';
import { finished, gradeShown } from '../grading.ts';

/** What was graded last: all that is known by now, and which exercises are new in it. */
export interface Graded {
  result: Result;
  fresh: ExerciseResult[];
  files: string[];
}

export class Desk {
  private readonly asked: Asked;
  private readonly grader: Grader;
  /** That of the first submission, so that a figure that moves is the student's doing. */
  private readonly seed: number;
  private readonly known = new Map<string, ExerciseResult>();
  /** What the grade of an exercise rests on, by its id. */
  private readonly rests = new Map<string, string>();
  private last: Graded | null = null;
  private at: string | null = null;

  constructor(asked: Asked, grader: Grader) {
    this.asked = asked;
    this.grader = grader;
    this.seed = asked.seed ?? seedOf(asked.submission);
  }

  /** All that is known; null before the first grading has ended. */
  get result(): Result | null {
    return this.last?.result ?? null;
  }

  /** The exercise that is being worked on. */
  get current(): ExerciseResult | null {
    return this.exercises().find(({ id }) => id === this.at) ?? null;
  }

  /**
   * Grades what a change touches, or everything, and writes the reports; null where nothing that counts has changed. Throws
   * NoSubmission where the folder is gone.
   */
  async grade({ isAll }: { isAll: boolean }): Promise<Graded | null> {
    const submission = readSubmission(this.asked.folder, this.asked.out);
    const rests = await this.restsOf(submission);
    const touched = this.asked.exercises.filter(({ id }) => isAll || this.rests.get(id) !== rests.get(id));
    if (touched.length === 0) return null;
    const graded = await this.gradeThese(submission, touched);
    for (const exercise of graded.exercises) {
      this.known.set(exercise.id, exercise);
      // What we could not grade is tried again at the next save.
      if (exercise.status === 'errored') this.rests.delete(exercise.id);
      else this.rests.set(exercise.id, rests.get(exercise.id) ?? '');
    }
    return this.settle(graded);
  }

  /** Goes on to the next exercise that has not passed, round the end of the course; null where there is none. */
  goOn(): ExerciseResult | null {
    const all = this.exercises();
    const place = all.findIndex(({ id }) => id === this.at);
    const next = [...all.slice(place + 1), ...all.slice(0, place + 1)].find(isOpen);
    if (next) this.at = next.id;
    return next ?? null;
  }

  private async restsOf(submission: Submission): Promise<Map<string, string>> {
    const rests = new Map<string, string>();
    for (const exercise of this.asked.exercises)
      rests.set(exercise.id, await restsOn(this.grader, submission, exercise));
    return rests;
  }

  private async gradeThese(submission: Submission, exercises: readonly ExerciseSpec[]): Promise<Result> {
    const { seed } = this;
    const { isQuick } = this.asked;
    const beside = laneBeside(this.asked, exercises, { submission, seed, isQuick });
    try {
      return await gradeShown(this.grader, submission, { exercises, seed, isQuick, lanes: beside.lanes });
    } finally {
      await beside.close();
    }
  }

  /** The new exercises among those known before, written; work is on a new one that has not passed, if there is one. */
  private async settle(graded: Result): Promise<Graded> {
    const { root, out, chosen } = this.asked;
    const exercises = this.asked.exercises.flatMap(({ id }) => this.known.get(id) ?? []);
    const result = finished({ ...graded, ...summed(exercises), exercises }, this.asked);
    const files = await writeReports({ root, out, result, ...chosen });
    const ids = new Set(graded.exercises.map(({ id }) => id));
    const fresh = result.exercises.filter(({ id }) => ids.has(id));
    this.last = { result, fresh, files };
    if (this.at === null || !ids.has(this.at)) this.at = (fresh.find(isOpen) ?? fresh[0])?.id ?? this.at;
    return this.last;
  }

  private exercises(): readonly ExerciseResult[] {
    return this.result?.exercises ?? [];
  }
}

function isOpen({ status }: ExerciseResult): boolean {
  return status !== 'passed';
}
