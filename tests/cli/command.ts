// Runs the real command as a process of its own.

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { ExerciseResult, Result } from '../../harness/result.ts';

export const root = path.resolve(import.meta.dirname, '..', '..');

/** Output of the largest result there can be (bytes). */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** `npm run grade -- WORDS`, without npm. */
export function grade(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const launch = path.join(root, 'harness', 'launch.mjs');
    const options = { cwd: root, maxBuffer: OUTPUT_LIMIT };
    execFile(process.execPath, [launch, 'grade', ...words], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-test-'));
  folders.push(folder);
  return folder;
}

/** Takes half a minute to grade, and has tests of its own. */
const LONG = '06-mnist.ts';

/** A submission of the solutions but for the long one, with some files in place of theirs. */
export function submissionWith(files: Record<string, string>): string {
  const folder = temporaryFolder();
  cpSync(path.join(root, 'solutions'), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== LONG,
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** Grades a submission and reads what was written. */
export async function gradeInto(
  folder: string,
  ...words: string[]
): Promise<Ended & { result: Result; out: string }> {
  const out = temporaryFolder();
  const ended = await grade('--dir', folder, '--out', out, ...words);
  const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
  return { ...ended, result, out };
}

/** One exercise of a result. */
export function exerciseOf(result: Result, id: string): ExerciseResult {
  const found = result.exercises.find((exercise) => exercise.id === id);
  if (!found) throw new Error(`no ${id} in the result`);
  return found;
}

/** The statuses of an exercise's checks by id. */
export function statusesOf(exercise: ExerciseResult): Record<string, string> {
  return Object.fromEntries(exercise.checks.map(({ id, status }) => [id, status]));
}
