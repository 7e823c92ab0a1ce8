// Grades a batch in processes of this machine, each of which stays warm and grades one submission at a time.

import { readCourse } from '../course.ts';
import { digestOf, type Digest } from '../gradebook.ts';
import { gradeSubmission, type Grader } from '../grade.ts';
import { serveTasks, WorkerProcess } from '../worker.ts';
import { withinLimit, writeReports } from '../write.ts';
import { CrewUnusable, type Crew, type Task } from './crew.ts';

/** How often a submission is tried whose process ended: a second time tells bad luck from a poisoned submission. */
const TRIES = 2;

/** Beyond its exercises' own limits a submission gets this long; a process that is not done then hangs (ms). */
const SLACK_MS = 120_000;

/** `words` start such a process; it serves tasks with `serveGrading`. */
export interface Setting {
  root: string;
  words: string[];
  jobs: number;
}

export class LocalCrew implements Crew {
  readonly size: number;
  private readonly setting: Setting;
  private readonly limits: Map<string, number>;
  private readonly idle: WorkerProcess<Task, Digest>[] = [];

  constructor(setting: Setting) {
    this.size = setting.jobs;
    this.setting = setting;
    const { exercises } = readCourse(setting.root);
    this.limits = new Map(exercises.map(({ id, limits }) => [id, limits.exerciseMs]));
  }

  async grade(task: Task): Promise<Digest> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.gradeOnce(task);
      } catch (error) {
        if (tried === TRIES || error instanceof CrewUnusable) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.idle.map((worker) => worker.close()));
  }

  private async gradeOnce(task: Task): Promise<Digest> {
    const worker = this.idle.pop() ?? (await this.start());
    const most = task.exercises.reduce((sum, id) => sum + (this.limits.get(id) ?? 0), SLACK_MS);
    const alarm = setTimeout(() => worker.kill(), most);
    try {
      const digest = await worker.ask(task);
      this.idle.push(worker);
      return digest;
    } finally {
      clearTimeout(alarm);
    }
  }

  private async start(): Promise<WorkerProcess<Task, Digest>> {
    const worker = new WorkerProcess<Task, Digest>(this.setting.root, this.setting.words);
    try {
      await worker.started();
      return worker;
    } catch (error) {
      throw new CrewUnusable(error instanceof Error ? error.message : String(error));
    }
  }
}

/** As such a process: grades what is sent, and leaves its reports in the task's folder. */
export async function serveGrading(grader: Grader): Promise<void> {
  await serveTasks((task) => gradeTask(grader, task as Task));
}

/** Type errors cost nothing, and are for the author's own desk: a batch does without the compiler. */
async function gradeTask(grader: Grader, { submission, exercises: ids, seed, out }: Task): Promise<Digest> {
  const exercises = grader.course.exercises.filter(({ id }) => ids.includes(id));
  const graded = await gradeSubmission(grader, submission, { exercises, seed, types: false });
  const result = withinLimit(graded);
  await writeReports({ root: grader.root, out, result, formats: ['json', 'html'] });
  return digestOf(result);
}
