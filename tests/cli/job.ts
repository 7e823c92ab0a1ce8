// Runs the real command as a job of a CI service does.

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, temporaryFolder, type Ended } from './command.ts';

/** What a Classroom 50 run sets. */
export const CLASSROOM50 = {
  CLASSROOM: 'deep-learning',
  ASSIGNMENT: 'from-scratch',
  ASSIGNMENT_TYPE: 'individual',
  OWNER: 'ada',
  USERNAME: 'ada',
  SUBMISSION_TAG: 'submit/2026-11-23T17-00-00Z-abcdef0',
  COMMIT_URL: 'https://example.org/ada/commit/abcdef0',
  RELEASE_URL: 'https://example.org/ada/releases/tag/submit',
  REVIEW_URL: 'https://example.org/ada/compare/1...2',
};

/** A runner's own variables, and those of the machine that tests, are not the job's. */
const NONE = Object.fromEntries(
  ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_WORKSPACE', ...Object.keys(CLASSROOM50)].map((name) => [
    name,
    undefined,
  ]),
);

export interface Job extends Ended {
  checkout: string;
  out: string;
}

/** A checkout with the exercises of a student in it. */
export function checkoutWith(files: Record<string, string>): string {
  const checkout = temporaryFolder();
  mkdirSync(path.join(checkout, 'exercises'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(checkout, 'exercises', name), text);
  const git = (...words: string[]) => execFileSync('git', words, { cwd: checkout });
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message', 'one');
  return checkout;
}

/** Runs the command as a job does: called from the checkout. */
export function runIn(
  checkout: string,
  words: string[],
  variables: Record<string, string> = {},
): Promise<Job> {
  const out = path.join(temporaryFolder(), 'out');
  const all = [
    path.join(root, 'harness', 'launch.mjs'),
    'grade',
    '--dir',
    'exercises',
    '--out',
    out,
    ...words,
  ];
  const env = { ...process.env, ...NONE, INIT_CWD: checkout, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, all, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr, checkout, out });
    });
  });
}

/** What the job wrote into its folder of reports. */
export function textIn(job: Job, name: string): string {
  return readFileSync(path.join(job.out, name), 'utf8');
}
