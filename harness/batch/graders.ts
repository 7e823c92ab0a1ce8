// Processes of this machine that each grade one submission at a time, warm; one that dies is replaced.

import type { ExerciseSpec } from '../course.ts';
import { gradeSubmission, type Grader } from '../grade.ts';
import { withoutHost } from '../grade/hostPaths.ts';
import type { Result } from '../result.ts';
import { serveTasks, WorkerProcess } from '../worker.ts';
import { withinLimit } from '../write.ts';
import type { Sent } from './parcel.ts';

/** What a process of ours grades with. */
export interface Means {
  device: string;
  sandbox: string;
  /** What the sandbox does not keep in; empty when it holds against attackers. */
  sandboxDetail: string;
}

type Asked = Sent | 'means';
type Answer = Result | Means | { fault: string };
type Process = WorkerProcess<Asked, Answer>;

/** What a grading may take beyond the limits of its exercises: bundling, comparing, and a machine that is busy (ms). */
const MARGIN_MS = 120_000;

/** A machine that is busy takes longer for our own side of it; the limits count the students' side (times). */
const SLACK = 2;

export class Graders {
  private readonly start: () => Process;
  private readonly limits: Map<string, number>;
  private readonly idle: Process[];
  private readonly busy = new Set<Process>();

  /** `words` are those of a command that calls `serveGrading`; no process is started by this. */
  constructor(root: string, words: string[], exercises: readonly ExerciseSpec[]) {
    this.start = () => new WorkerProcess(root, words);
    this.limits = new Map(exercises.map(({ id, limits }) => [id, limits.exerciseMs]));
    this.idle = [];
  }

  /** Starts `count` processes and waits until they can grade. Rejects where one cannot; it has said why. */
  async open(count: number): Promise<Means> {
    this.idle.push(...Array.from({ length: count }, this.start));
    const answers = await Promise.all(this.idle.map((each) => each.ask('means')));
    const [first] = answers;
    if (!first || !('sandbox' in first)) throw new Error('The processes that grade could not be started.');
    return first;
  }

  /** Grades one. Rejects in one sentence where its process died, took far too long, or could not do its work. */
  async grade(sent: Sent): Promise<Result> {
    const own = this.idle.pop() ?? this.start();
    this.busy.add(own);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      own.kill('SIGKILL');
    }, this.limitOf(sent));
    try {
      const answer = await own.ask(sent);
      this.idle.push(own);
      if ('schema' in answer) return answer;
      throw new Refused(
        'fault' in answer ? answer.fault : 'the process that graded it answered something else',
      );
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Error(isLate ? 'its grading did not end' : 'the process that graded it died', {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
      this.busy.delete(own);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.idle.map((each) => each.close()));
  }

  /** Ends what is being graded; each `grade` rejects. */
  abandon(): void {
    for (const each of this.busy) each.kill('SIGKILL');
  }

  private limitOf({ exercises }: Sent): number {
    return exercises.reduce((sum, id) => sum + SLACK * (this.limits.get(id) ?? 0), MARGIN_MS);
  }
}

class Refused extends Error {}

/** As such a process: grades what is sent. It ends with the one that started it, and leaves signals to that one. */
export async function serveGrading(grader: Grader): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  await serveTasks(async (asked): Promise<Answer> => {
    try {
      return asked === 'means' ? await meansOf(grader) : await gradeSent(grader, asked as Sent);
    } catch (error) {
      return { fault: error instanceof Error ? error.message : String(error) };
    }
  });
}

async function meansOf(grader: Grader): Promise<Means> {
  const { device } = await grader.engine.openDevice(grader.device);
  return { device, sandbox: grader.sandbox.name, sandboxDetail: grader.sandbox.detail };
}

/** Type errors cost nothing and are for the author's own desk: a class is graded without the compiler. */
async function gradeSent(grader: Grader, { submission, exercises: ids, seed }: Sent): Promise<Result> {
  const exercises = grader.course.exercises.filter(({ id }) => ids.includes(id));
  if (exercises.length !== ids.length) throw new Error(`There is no such exercise among ${ids.join(', ')}.`);
  const result = await gradeSubmission(grader, submission, { exercises, seed, types: false });
  return withinLimit(withoutHost(result, grader.root));
}
