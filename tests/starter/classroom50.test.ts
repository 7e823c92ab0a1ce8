// Classroom 50's autograder.py, run in a student's checkout as its runner does, with the grader fetched at its pinned commit.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { starterContents } from '../../harness/starter/contents.ts';
import { writeStarter } from '../../harness/starter/folder.ts';
import { UNPINNED } from '../../harness/starter/pin.ts';
import { root, temporaryFolder, type Ended } from '../cli/command.ts';
import { skippedWithout } from '../leftOut.ts';
import { committed, programs, runStep } from './runner.ts';

const PLACE = 'classroom50/CLASSROOM/autograders/ASSIGNMENT/autograder.py';

const TASK = {
  CLASSROOM: 'nets',
  ASSIGNMENT: 'by-hand',
  ASSIGNMENT_TYPE: 'individual',
  USERNAME: 'ada',
  SUBMISSION_TAG: 'submit/2026-11-20T10-00-00Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/x/ada/commit/1',
  RELEASE_URL: 'https://github.com/x/ada/releases/tag/submit',
};

/** The grader's own repository, and its one commit. */
let grader: string;
let commit: string;

/** A student's checkout with 01 solved, and files of theirs where results go. */
function submission(): string {
  const checkout = path.join(temporaryFolder(), 'ada');
  writeStarter(root, checkout, { repository: 'acme/grader', commit });
  cpSync(path.join(root, 'solutions', '01-forward.ts'), path.join(checkout, 'exercises', '01-forward.ts'));
  writeFileSync(path.join(checkout, 'result.json'), '{"score": 100}');
  mkdirSync(path.join(checkout, 'report.html'));
  committed(checkout);
  return checkout;
}

function autograde(
  checkout: string,
  pin: { repository: string; commit: string },
  task = TASK,
): Promise<Ended> {
  const bundle = temporaryFolder();
  writeFileSync(path.join(bundle, 'autograder.py'), starterContents(root, pin).get(PLACE) ?? '');
  return runStep(['python3', path.join(bundle, 'autograder.py')], checkout, {
    ...task,
    PATH: programs(),
    // What would be fetched from GitHub comes from here.
    ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_VALUE_0: 'https://github.com/acme/grader.git' },
    GIT_CONFIG_KEY_0: `url.${pathToFileURL(grader).href}.insteadOf`,
  });
}

const isSkipped = skippedWithout('autograder.py', 'python3', 'git', 'bash');

describe.skipIf(isSkipped)('autograder.py', () => {
  beforeAll(() => {
    grader = path.join(temporaryFolder(), 'grader');
    writeStarter(root, grader, UNPINNED);
    commit = committed(grader);
  });

  it('ends with 0 whatever the score, and leaves what Classroom 50 looks for', async () => {
    const checkout = submission();
    const ended = await autograde(checkout, { repository: 'acme/grader', commit });
    expect(ended).toMatchObject({ code: 0 });
    const result = JSON.parse(readFileSync(path.join(checkout, 'result.json'), 'utf8')) as object;
    expect(result).toMatchObject({
      schema: 'classroom50/result/v1',
      ...{ classroom: 'nets', assignment: 'by-hand', owner: 'ada', review: TASK.COMMIT_URL },
      datetime: '2026-11-20T10:00:00Z',
    });
    expect(readFileSync(path.join(checkout, 'release-body.md'), 'utf8')).toContain('12 of 100 points');
    expect(readFileSync(path.join(checkout, 'report.html'), 'utf8')).toContain('<!doctype html>');
  });

  it('ends with 1 where the commit cannot be fetched, and leaves no result of the student', async () => {
    const checkout = submission();
    const ended = await autograde(checkout, { repository: 'acme/grader', commit: 'f'.repeat(40) });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('The grader could not be brought up');
    expect(existsSync(path.join(checkout, 'result.json'))).toBe(false);
  });

  it('grades with the copy where no grader is named, says so, and tells a malformed task as no grade', async () => {
    const checkout = submission();
    const ended = await autograde(checkout, UNPINNED, { ...TASK, ASSIGNMENT_TYPE: 'pair' });
    expect(ended.stdout).toContain('Graded by the copy of the grader in this repository');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('ASSIGNMENT_TYPE is "pair": Classroom 50 knows individual and group.');
    expect(ended.stderr).toContain('The grader wrote no result.json');
  });
});

it('runtime.json names the machine that autograder.py needs', () => {
  const runtime = JSON.parse(
    readFileSync(path.join(root, 'starter/classroom50/runtime.json'), 'utf8'),
  ) as object;
  expect(runtime).toEqual({ node: '24', apt: ['bubblewrap'] });
});
