// The log of a CI job, in which the runner reads commands: nothing that a student wrote may be one.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { annotations } from '../../reports/annotations.ts';
import type { Result } from '../result.ts';
import { submissionRoot, type Submission } from '../submission.ts';

export interface RunnerLog {
  /** Keeps the annotations of a graded submission, found in `folder`, until the log is closed. */
  annotate(result: Result, submission: Submission, folder: string): void;
  /** Lets the runner read commands again, and writes the annotations. */
  close(): void;
}

/**
 * Under --ci the runner is told to read no commands until the log is closed, under a token that no student can know. With
 * --json nothing but the result may stand on standard output, so that the annotations go to standard error; elsewhere
 * there is no runner, and nothing is written.
 */
export function openLog({ ci, json }: { ci: boolean; json: boolean }): RunnerLog {
  if (!ci) return { annotate: () => {}, close: () => {} };
  const token = randomUUID();
  let annotated = '';
  if (!json) process.stdout.write(`::stop-commands::${token}\n`);
  return {
    annotate: (result, { files }, folder) => {
      annotated = annotations(result, { files, folder: inRepository(submissionRoot(folder)) });
    },
    close: () => {
      if (json) process.stderr.write(annotated);
      else process.stdout.write(`::${token}::\n${annotated}`);
    },
  };
}

/** The path of a folder in its repository, or where there is none, in the runner's workspace; empty where it lies outside. */
function inRepository(folder: string): string {
  const { GITHUB_WORKSPACE: workspace = process.env.INIT_CWD ?? process.cwd() } = process.env;
  if (isOutside(path.relative(workspace, folder))) return '';
  let checkout = folder; // of the repository; a workflow may put several below its workspace
  while (!existsSync(path.join(checkout, '.git')) && path.relative(workspace, checkout) !== '')
    checkout = path.dirname(checkout);
  return path.relative(checkout, folder).replaceAll(path.sep, '/');
}

function isOutside(relative: string): boolean {
  return relative.startsWith('..') || path.isAbsolute(relative);
}
