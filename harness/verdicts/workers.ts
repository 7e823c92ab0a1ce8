// Grades fixtures in several processes; each is given the next one when it has told its last verdict.

import { WorkerProcess } from '../worker.ts';
import type { Verdict } from './verdict.ts';

/** One grading: a fixture by its name, on a seed. */
export interface Task {
  fixture: string;
  seed: number;
}

/** Has `jobs` processes of `check --worker` grade the tasks, in any order; gives every verdict to `take`. */
export async function gradeInWorkers(
  root: string,
  tasks: readonly Task[],
  jobs: number,
  take: (verdict: Verdict) => Promise<void>,
): Promise<void> {
  const waiting = [...tasks];
  const workers = Array.from(
    { length: Math.min(jobs, tasks.length) },
    () => new WorkerProcess<Task, Verdict>(root, ['check', '--worker']),
  );
  try {
    await Promise.all(workers.map((worker) => employ(worker, waiting, take)));
  } finally {
    for (const worker of workers) worker.kill();
  }
}

async function employ(
  worker: WorkerProcess<Task, Verdict>,
  waiting: Task[],
  take: (verdict: Verdict) => Promise<void>,
): Promise<void> {
  for (let task = waiting.shift(); task; task = waiting.shift()) await take(await worker.ask(task));
  await worker.close();
}
