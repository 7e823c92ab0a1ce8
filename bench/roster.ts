// What a large roster costs: reading it, and a whole batch of a single stub with everyone else missing.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readRoster } from '../harness/batch/roster.ts';

const ROWS = 5000;
const root = path.resolve(import.meta.dirname, '..');

/** Lines for the terminal. */
export function roster(): Promise<string[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-roster-'));
  try {
    mkdirSync(path.join(folder, 'given', 's0'), { recursive: true });
    cpSync(path.join(root, 'exercises/01-forward.ts'), path.join(folder, 'given/s0/01-forward.ts'));
    const [small, large] = [rosterOf(folder, 1), rosterOf(folder, ROWS)];
    gradeWith(folder, small); // builds what is not built, and warms the disk
    const [one, all] = [secondsOf(() => gradeWith(folder, small)), secondsOf(() => gradeWith(folder, large))];
    const reading = secondsOf(() => readRoster(large));
    return Promise.resolve([
      line('a batch of one stub, with a roster of one', one, one),
      line(`  with one of ${ROWS}: gradebooks, page and reports of all written`, all, one),
      line(`  of that, its rows read and checked (goal: 2 s)`, reading, one),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rosterOf(folder: string, rows: number): string {
  const file = path.join(folder, `roster-${rows}.csv`);
  const lines = Array.from({ length: rows }, (_, i) => `s${i},"Name ${i}",s${i}@example.org,Group ${i % 20}`);
  writeFileSync(file, `id,name,email,group\n${lines.join('\n')}\n`);
  return file;
}

function gradeWith(folder: string, file: string): void {
  const out = path.join(folder, 'out');
  rmSync(out, { recursive: true, force: true });
  const words = [path.join(folder, 'given'), '--roster', file, '--out', out, '--only', '01', '--jobs', '1'];
  execFileSync(process.execPath, ['harness/launch.mjs', 'batch', ...words], { cwd: root, stdio: 'pipe' });
}

function secondsOf(run: () => void): number {
  const started = performance.now();
  run();
  return (performance.now() - started) / 1000;
}

function line(what: string, seconds: number, peer: number): string {
  return `${what.padEnd(70)} ${seconds.toFixed(2).padStart(6)} s  ${(seconds / peer).toFixed(2).padStart(6)} x`;
}
