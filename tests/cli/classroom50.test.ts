import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { skippedWithout } from '../leftOut.ts';
import { root, temporaryFolder } from './command.ts';
import { checkoutWith, CLASSROOM50, runIn, textIn } from './job.ts';

const WRONG = path.join(root, 'tests', 'submissions', '02-backward', 'wrong', 'bias-gradient-averaged.ts');

describe.skipIf(skippedWithout('jobs of Classroom 50', 'git'))('Classroom 50', () => {
  let checkout: string;
  beforeAll(() => {
    checkout = checkoutWith({ '02-backward.ts': readFileSync(WRONG, 'utf8') });
  });

  it('finds the result, and what to show, where it started the job', async () => {
    const here = checkoutWith({ '02-backward.ts': readFileSync(WRONG, 'utf8') });
    const job = await runIn(here, ['--ci', '02'], CLASSROOM50);
    expect(job.code).toBe(1);
    const text = readFileSync(path.join(here, 'result.json'), 'utf8');
    expect(textIn(job, 'classroom50/result.json')).toBe(text);
    const date = execFileSync(
      'git',
      ['log', '-1', '--format=%cd', '--date=format-local:%Y-%m-%dT%H:%M:%SZ'],
      {
        cwd: here,
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      },
    );
    expect(JSON.parse(text)).toMatchObject({
      schema: 'classroom50/result/v1',
      owner: 'ada',
      submission: CLASSROOM50.SUBMISSION_TAG,
      datetime: date.trim(),
      score: 1200,
      'max-score': 1800,
    });
    expect(readFileSync(path.join(here, 'release-body.md'), 'utf8')).toBe(textIn(job, 'summary.md'));
  });

  it('gets its result in the folder of the reports alone without --ci', async () => {
    const job = await runIn(checkout, ['--format', 'classroom50', '07'], CLASSROOM50);
    expect(existsSync(path.join(job.out, 'classroom50', 'result.json'))).toBe(true);
    expect(existsSync(path.join(checkout, 'result.json'))).toBe(false);
    expect(job.stdout).not.toContain('::');
  });

  it.each([
    ['variables are missing', { OWNER: '', REVIEW_URL: '' }, /: OWNER, REVIEW_URL are not set\.$/],
    ['the kind of assignment is unknown', { ASSIGNMENT_TYPE: 'solo' }, /^ASSIGNMENT_TYPE is "solo": /],
    ['the tag is none of a submission', { SUBMISSION_TAG: 'v1' }, /^SUBMISSION_TAG is "v1": /],
  ])('is told in one sentence that %s, with 2', async (_, variables, sentence) => {
    const words = ['--format', 'classroom50', '07'];
    const { code, stdout, stderr, out } = await runIn(checkout, words, { ...CLASSROOM50, ...variables });
    expect({ code, stdout, written: existsSync(out) }).toEqual({ code: 2, stdout: '', written: false });
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('is told that a submission in no repository has no date', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'exercises'));
    const { code, stderr } = await runIn(folder, ['--format', 'classroom50', '07'], CLASSROOM50);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Classroom 50 wants the date of the graded commit, and git finds none in /);
  });

  it('gets the time of grading under --ci where no commit is known, and the student a grade', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'exercises'));
    const { code, stderr } = await runIn(folder, ['--ci', '07'], CLASSROOM50);
    expect(code).toBe(1);
    expect(stderr).toContain('it gets the time of this grading');
    const { datetime } = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')) as {
      datetime: string;
    };
    expect(datetime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('never finds a result of another kind in place of its own', async () => {
    const words = ['--ci', '--out', '.', '07'];
    const { code, stderr } = await runIn(checkout, words, CLASSROOM50);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /is where Classroom 50 looks for a result\.json of its own: name another folder\.\n$/,
    );
  });
});
