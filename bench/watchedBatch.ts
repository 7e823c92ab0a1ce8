// `npm run grade:batch` on generated submissions, as a process of its own that is watched while it runs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { canWatch, ProcessWatch, type Reading } from './processWatch.ts';

const PROJECT = path.resolve(import.meta.dirname, '..');

/** Lines of its complaints that are told where it ends badly. */
const LAST_WORDS = 5;

/** A batch that has been graded. */
export interface Graded {
  /** The whole command, its start and the page of the class included. */
  seconds: number;
  /** How many of them passed. */
  passed: number;
  /** At the start, and as each result came; none where the machine does not tell. */
  readings: Reading[];
  /** Null where the machine does not tell. */
  watch: ProcessWatch | null;
}

/** Files by name, of submission `index`. */
export type Make = (index: number) => Record<string, string>;

/** Builds what is not built yet, so that no batch has to. */
export async function buildFirst(): Promise<void> {
  const child = spawn(process.execPath, ['harness/launch.mjs', 'batch', '--help'], {
    cwd: PROJECT,
    stdio: 'ignore',
  });
  await once(child, 'exit');
}

/** Grades `count` submissions by the project at `root`. Throws where not all could be graded. */
export async function gradeBatch(
  count: number,
  make: Make,
  words: string[],
  root = PROJECT,
): Promise<Graded> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-batch-'));
  try {
    const given = path.join(folder, 'given');
    for (let index = 0; index < count; index++) writeSubmission(path.join(given, `s${index}`), make(index));
    const graded = await watched(root, [given, '--out', path.join(folder, 'out'), ...words]);
    if (graded.results !== count)
      throw new Error(
        `${graded.results} of ${count} submissions were graded, so there is nothing to compare.`,
      );
    return graded;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeSubmission(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

async function watched(root: string, words: string[]): Promise<Graded & { results: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['harness/launch.mjs', 'batch', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const watch = canWatch() && child.pid !== undefined ? new ProcessWatch(child.pid) : null;
  try {
    const readings = watch ? [watch.read()] : [];
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      said.push(line);
      if (watch && isResult(line)) readings.push(watch.read());
    }
    const [code] = (await ended) as [number | null];
    if (code !== 0)
      throw new Error(
        `The batch ended with ${code}: ${said.slice(-LAST_WORDS).join(' ') || 'it said nothing'}`,
      );
    const results = said.filter(isResult);
    const passed = results.filter((line) => line.includes(' passed ')).length;
    const seconds = (performance.now() - started) / 1000;
    return { seconds, passed, readings, watch, results: results.length };
  } finally {
    watch?.stop();
  }
}

/** `3/8 s2 passed 68 of 68`. */
function isResult(line: string): boolean {
  return /^\d+\/\d+ /.test(line);
}
