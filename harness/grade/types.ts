// Type errors of a submission, from the real compiler in a process of its own: one look at all its exercises, since most
// of it goes into the types of libraries. They are shown and cost nothing.

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExerciseSpec } from '../course.ts';
import type { Diagnostic } from '../result.ts';
import type { Submission } from '../submission.ts';

/** The compiler needs half a second; a submission that keeps it so much longer goes without type errors (ms). */
const TIMEOUT_MS = 10_000;
/**
 * Memory below which the compiler collects nothing, as it never does for exercises, and one processor: a type that explodes
 * harms nobody else. With its own settings the compiler takes two thirds longer.
 */
const LEAN = { GOMEMLIMIT: '512MiB', GOGC: 'off', GOMAXPROCS: '1' };
const WORDS = ['-p', '.', '--pretty', 'false', '--singleThreaded'];
/** What the compiler may print (bytes). */
const OUTPUT_LIMIT = 1024 * 1024;
/** No exercise shows more of them. */
const MOST_SHOWN = 10;

/** One line of the compiler's plain output. */
const LINE = /^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/;

/** Modules without types or not given to the compiler, such as a JavaScript file: the bundler has seen to them. */
const UNTOLD = new Set(['2307', '7016', '2732']);

/** The compiler's settings, whatever configuration a submission brings. */
const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  types: ['node'],
  lib: ['es2023'],
};

/** What the student's process has beside the language: console, timers, process. */
const NODE_TYPES = ['@types/node', 'undici-types'];

/** An exercise whose types may be looked at, and the files of the submission that this takes. */
export interface Typed {
  exercise: ExerciseSpec;
  files: readonly string[];
}

/**
 * The type errors of exercises by their id, each in its own file. The caller has made sure that no import of `files` leaves
 * the submission (bundle/reach.ts): the compiler would tell of whatever file it is pointed to. Never rejects.
 */
export async function typeErrors(
  root: string,
  submission: Submission,
  typed: readonly Typed[],
): Promise<Map<string, Diagnostic[]>> {
  if (typed.length === 0) return new Map();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-types-'));
  try {
    lay(folder, root, submission, typed);
    const printed = (await compile(folder)).replaceAll(folder, '');
    const errors = printed.split('\n').flatMap(parse);
    return new Map(
      typed.map(({ exercise: { id, file } }) => [
        id,
        errors.filter((error) => error.file === file).slice(0, MOST_SHOWN),
      ]),
    );
  } catch {
    return new Map();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The submission's files in a folder of their own, with the allowed libraries' types and nothing else in reach. */
function lay(folder: string, root: string, { files }: Submission, typed: readonly Typed[]): void {
  const sources = path.join(folder, 'submission');
  for (const name of new Set(typed.flatMap((each) => each.files))) {
    const file = path.join(sources, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, files.get(name) ?? '');
  }
  const libraries = typed.flatMap(({ exercise }) => exercise.libraries);
  for (const library of new Set([...libraries, ...NODE_TYPES])) {
    const link = path.join(folder, 'node_modules', library);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, 'node_modules', library), link, 'junction');
  }
  const entries = typed.map(({ exercise }) => `submission/${exercise.file}`);
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: OPTIONS, files: entries }),
  );
}

/** The compiler itself, not the script that starts it: a script that is killed would leave it running. */
async function compile(folder: string): Promise<string> {
  const typescript = path.dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const locator = pathToFileURL(path.join(typescript, 'lib', 'getExePath.js')).href;
  const { default: getExePath } = (await import(locator)) as { default: () => string };
  const options = {
    cwd: folder,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: OUTPUT_LIMIT,
  } as const;
  return new Promise((resolve) => {
    execFile(getExePath(), WORDS, { ...options, env: LEAN }, (_error, stdout) => resolve(stdout));
  });
}

/** A line about a file of the submission; anything else the compiler looked at is no business of a report. */
function parse(text: string): Diagnostic[] {
  const [, file = '', line = '1', column = '1', code = '', message = ''] = LINE.exec(text) ?? [];
  if (!file.startsWith('submission/') || UNTOLD.has(code)) return [];
  const name = file.slice('submission/'.length);
  return [
    {
      file: name,
      line: Number(line),
      column: Number(column),
      message: `Type error: ${message}`,
      severity: 'warning',
    },
  ];
}
