// Shows the graders in an editor: a suite an exercise, a test a check. What grades is `npm run grade`, as everywhere.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, it } from 'vitest';
import { parse } from 'yaml';

interface Check {
  id: string;
  title: string;
}
interface Graded extends Check {
  status: string;
  message: string | null;
  hint: string | null;
}
interface Result {
  exercises: { message: string | null; checks: Graded[] }[];
}

const root = import.meta.dirname;
const rubric = parse(readFileSync(path.join(root, 'graders', 'rubric.yaml'), 'utf8')) as Record<
  string,
  { title: string; checks: Check[] }
>;

const WAITING = 'Not started, or another check has to pass first.';

/** Bytes; a result has 1 MiB at most. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

for (const [id, { title, checks }] of Object.entries(rubric)) {
  describe(`${id}: ${title}`, () => {
    const graded = new Map<string, Graded>();
    beforeAll(async () => {
      for (const check of await grade(id)) graded.set(check.id, check);
    });
    it.for(checks)('$title', (check, { skip }) => {
      const found = graded.get(check.id);
      if (found?.status === 'skipped') skip(found.message ?? WAITING);
      if (found?.status !== 'passed') throw failure(found);
    });
  });
}

/** Grades one exercise. Rejects with the grader's own words where it gave no result. */
function grade(id: string): Promise<Graded[]> {
  return new Promise((resolve, reject) => {
    const words = [path.join(root, 'harness', 'launch.mjs'), 'grade', id, '--json'];
    // As a person calls it: what tells a process that it is Vitest's is not for the grader.
    const { PATH, HOME, SystemRoot, TEMP, TMP, TMPDIR } = process.env;
    const env = { PATH, HOME, SystemRoot, TEMP, TMP, TMPDIR };
    execFile(
      process.execPath,
      words,
      { cwd: root, env, maxBuffer: OUTPUT_LIMIT },
      (_error, stdout, stderr) => {
        if (stdout.trim() === '') return reject(new Error(stderr.trim()));
        const { exercises } = JSON.parse(stdout) as Result;
        resolve(exercises.flatMap((exercise) => exercise.checks));
      },
    );
  });
}

/** An error without a stack: it would point into this file. */
function failure(graded: Graded | undefined): Error {
  const words = [graded?.message, graded?.hint && `Hint: ${graded.hint}`].filter(Boolean).join('\n');
  const error = new Error(words === '' ? 'This check did not pass.' : words);
  error.stack = '';
  return error;
}
