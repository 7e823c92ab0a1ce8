// Grades fixtures in several processes: each takes every n-th, and tells its verdicts as they come.

import { fork } from 'node:child_process';
import path from 'node:path';
import type { Verdict } from './verdict.ts';

/** Runs `check` with these words in `jobs` processes; gives all verdicts in the order of the fixtures' names and seeds. */
export async function verdictsOfWorkers(
  root: string,
  words: readonly string[],
  jobs: number,
  onVerdict: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const take = (verdict: Verdict) => {
    verdicts.push(verdict);
    onVerdict(verdict);
  };
  const parts = Array.from({ length: jobs }, (_, part) => `${part + 1}/${jobs}`);
  await Promise.all(parts.map((part) => runWorker(root, [...words, '--part', part], take)));
  return verdicts.toSorted((a, b) =>
    a.fixture === b.fixture ? a.seed - b.seed : a.fixture < b.fixture ? -1 : 1,
  );
}

function runWorker(root: string, words: string[], take: (verdict: Verdict) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(path.join(root, 'harness', 'launch.mjs'), ['check', ...words], { cwd: root });
    worker.on('message', (verdict) => take(verdict as Verdict));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A process that graded fixtures ended with ${code}; what it said stands above.`));
    });
  });
}
