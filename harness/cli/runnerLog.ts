// The log of a CI job, in which the runner reads commands: nothing that a student wrote may be one.

import { randomUUID } from 'node:crypto';
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

/** A folder as the runner names it; what lies outside the checkout is named from the submission. */
function inRepository(folder: string): string {
  const { GITHUB_WORKSPACE: checkout = process.env.INIT_CWD ?? process.cwd() } = process.env;
  const relative = path.relative(checkout, folder);
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative);
  return isOutside ? '' : relative.replaceAll(path.sep, '/');
}
