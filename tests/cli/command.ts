// Runs the real command as a process of its own.

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  return gradeOf(root, words);
}

/** Any command, of this project or of a copy, without npm. */
export function run(words: string[], project = root): Promise<Ended> {
  return start(project, words);
}

function gradeOf(project: string, words: string[], onStart?: (pid: number) => void): Promise<Ended> {
  return start(project, ['grade', ...words], onStart);
}

function start(project: string, words: string[], onStart: (pid: number) => void = () => {}): Promise<Ended> {
  return new Promise((resolve) => {
    const launch = path.join(project, 'harness', 'launch.mjs');
    const options = { cwd: project, maxBuffer: OUTPUT_LIMIT };
    const all = [launch, ...words];
    const child = execFile(process.execPath, all, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    onStart(child.pid ?? 0);
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

/** What the command needs of the project. */
const PROJECT = ['dist', 'docs', 'exercises', 'graders', 'harness', 'reference', 'reports/templates'];
const PROJECT_FILES = ['course.yaml', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** A copy of the project with some of its files changed. */
export function courseWith(changes: Record<string, (text: string) => string>): string {
  const copy = temporaryFolder();
  for (const name of [...PROJECT, ...PROJECT_FILES]) {
    cpSync(path.join(root, name), path.join(copy, name), {
      recursive: true,
      preserveTimestamps: true, // what was built stays newer than its sources
      filter: (file) => !file.endsWith('.tmp'), // gone in a moment
    });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [name, change] of Object.entries(changes)) {
    const before = readFileSync(path.join(copy, name), 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`nothing changed in ${name}`);
    writeFileSync(path.join(copy, name), after);
  }
  return copy;
}

/** How a grading is run, beside the words of the command. */
interface Running {
  /** Another copy of the project. */
  root?: string;
  /** Told the id of the process. */
  onStart?: (pid: number) => void;
}

/** Grades a submission and reads what was written. */
export async function gradeInto(
  folder: string,
  ...words: (string | Running)[]
): Promise<Ended & { result: Result; out: string }> {
  const out = temporaryFolder();
  const { root: project = root, onStart } = words.find((word) => typeof word === 'object') ?? {};
  const plain = words.filter((word) => typeof word === 'string');
  const ended = await gradeOf(project, ['--dir', folder, '--out', out, ...plain], onStart);
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
