// Grades fixtures in several processes; each is given the next one when it has told its last verdict.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Verdict } from './verdict.ts';

/** What a worker says first: a task sent before it listens could be lost. */
const READY = 'ready';

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
  take: (verdict: Verdict) => void,
): Promise<void> {
  const waiting = [...tasks];
  const workers = Array.from({ length: Math.min(jobs, tasks.length) }, () =>
    fork(path.join(root, 'harness', 'launch.mjs'), ['check', '--worker'], { cwd: root }),
  );
  try {
    await Promise.all(workers.map((worker) => employ(worker, waiting, take)));
  } finally {
    for (const worker of workers) worker.kill();
  }
}

async function employ(
  worker: ChildProcess,
  waiting: Task[],
  take: (verdict: Verdict) => void,
): Promise<void> {
  const exit = once(worker, 'exit');
  const says = () => Promise.race([once(worker, 'message'), exit.then(([code]) => orphaned(code))]);
  await says(); // that it is ready
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    worker.send(task);
    const [verdict] = (await says()) as [Verdict];
    take(verdict);
  }
  worker.disconnect();
  await exit;
}

function orphaned(code: unknown): never {
  throw new Error(`A process that graded fixtures ended with ${String(code)}; what it said stands above.`);
}

/** In a worker: grades what comes until the process that started it lets go. */
export async function serveTasks(grade: (task: Task) => Promise<Verdict>): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    process.on('message', (task) => {
      grade(task as Task).then((verdict) => process.send?.(verdict), reject);
    });
  });
  process.send?.(READY);
  await Promise.race([once(process, 'disconnect'), failed]);
}
