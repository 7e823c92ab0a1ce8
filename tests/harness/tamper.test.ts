// Changed files of the grader in a student's repository are named, whatever they were changed into.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { finished } from '../../harness/cli/grading.ts';
import { starterContents } from '../../harness/starter/contents.ts';
import { writeStarter } from '../../harness/starter/folder.ts';
import { MANIFEST_PLACE, protectedDigests, type Digests } from '../../harness/starter/manifest.ts';
import { UNPINNED } from '../../harness/starter/pin.ts';
import { changedFiles, protectedFiles } from '../../harness/tamper.ts';
import { changedInWords } from '../../reports/protectedFiles.ts';
import { root, temporaryFolder } from '../cli/command.ts';
import { skippedWithout } from '../leftOut.ts';
import { sampleResult } from '../reports/sampleResult.ts';

const PIN = { repository: 'acme/grader', commit: '0123456789abcdef0123456789abcdef01234567' };

let given: string;
let expected: Digests;

beforeAll(() => {
  given = path.join(temporaryFolder(), 'given');
  writeStarter(root, given, PIN);
  expected = protectedDigests(starterContents(root, UNPINNED));
});

/** A student's repository, changed. */
function repository(change: (at: (name: string) => string) => void): string {
  const checkout = path.join(temporaryFolder(), 'ada');
  cpSync(given, checkout, { recursive: true });
  change((name) => path.join(checkout, name));
  return checkout;
}

it('is found in a repository that lies in the folder that was handed in', () => {
  const wrapping = temporaryFolder();
  cpSync(given, path.join(wrapping, 'repo-main'), { recursive: true });
  writeFileSync(path.join(wrapping, 'repo-main', 'graders', '01-forward.grade.ts'), 'mine');
  const { protectedFiles: found } = finished(sampleResult(), { root, folder: wrapping, isQuick: false });
  expect(found?.changed).toEqual(['graders/01-forward.grade.ts']);
});

describe('of a repository', () => {
  it.each<[string, (at: (name: string) => string) => void]>([
    ['as it was given out, whichever grader it is pinned to', () => {}],
    [
      'with exercises, README, documents and settings changed',
      (at) => {
        for (const name of [
          'exercises/01-forward.ts',
          'README.md',
          'docs/devices.md',
          '.vscode/settings.json',
        ])
          writeFileSync(at(name), 'mine');
      },
    ],
    [
      'with Windows line endings',
      (at) => {
        for (const name of expected.keys())
          writeFileSync(at(name), readFileSync(at(name), 'utf8').replaceAll('\n', '\r\n'));
      },
    ],
    [
      'that was installed, graded, and accepted in Classroom 50',
      (at) => {
        for (const name of [
          'node_modules/a',
          'dist/cli.mjs',
          'reports/out/ada/result.json',
          '.github/workflows/autograde.yaml',
        ]) {
          mkdirSync(path.dirname(at(name)), { recursive: true });
          writeFileSync(at(name), 'x');
        }
      },
    ],
    ['whose own manifest was changed', (at) => writeFileSync(at(MANIFEST_PLACE), '{}')],
  ])('%s nothing is named', (_, change) => {
    expect(changedFiles(repository(change), expected)).toEqual([]);
  });

  it.each<[string, string[], (at: (name: string) => string) => void]>([
    [
      'a grader changed',
      ['graders/01-forward.grade.ts'],
      (at) => writeFileSync(at('graders/01-forward.grade.ts'), ''),
    ],
    ['a grader missing', ['graders/rubric.yaml'], (at) => rmSync(at('graders/rubric.yaml'))],
    ['a file more', ['harness/more.ts'], (at) => writeFileSync(at('harness/more.ts'), '')],
    [
      'a workflow more',
      ['.github/workflows/b.yml'],
      (at) => writeFileSync(at('.github/workflows/b.yml'), ''),
    ],
    ['settings for npm', ['.npmrc'], (at) => writeFileSync(at('.npmrc'), 'script-shell=/bin/true')],
    ['other packages', ['package.json'], (at) => writeFileSync(at('package.json'), '{}')],
    [
      'a far too large file',
      ['course.yaml'],
      (at) => writeFileSync(at('course.yaml'), Buffer.alloc(3 * 1024 * 1024)),
    ],
    [
      'a link to the same text',
      ['course.yaml'],
      (at) => {
        cpSync(at('course.yaml'), at('exercises/course.yaml'));
        rmSync(at('course.yaml'));
        symlinkSync(at('exercises/course.yaml'), at('course.yaml'));
      },
    ],
    [
      'a folder in place of a file',
      ['package.json'],
      (at) => {
        rmSync(at('package.json'));
        mkdirSync(at('package.json'));
      },
    ],
    [
      'a workflow that grades otherwise',
      ['.github/workflows/classroom.yml'],
      (at) => {
        const text = readFileSync(at('.github/workflows/classroom.yml'), 'utf8');
        writeFileSync(at('.github/workflows/classroom.yml'), text.replace('npm run --silent grade', 'echo'));
      },
    ],
    [
      'a workflow whose pin is more than a name',
      ['.github/workflows/classroom.yml'],
      (at) => {
        const text = readFileSync(at('.github/workflows/classroom.yml'), 'utf8');
        writeFileSync(
          at('.github/workflows/classroom.yml'),
          text.replace("'acme/grader'", "'a${{ secrets }}'"),
        );
      },
    ],
  ])('%s is named', (_, names, change) => {
    expect(changedFiles(repository(change), expected)).toEqual(names);
  });

  it.skipIf(skippedWithout('a pipe in a repository', 'mkfifo'))('a pipe is named', () => {
    const checkout = repository((at) => execFileSync('mkfifo', [at('harness/pipe')]));
    expect(changedFiles(checkout, expected)).toEqual(['harness/pipe']);
  });

  it('a folder of links is named with everything that is missing in it', () => {
    const checkout = repository((at) => {
      rmSync(at('graders'), { recursive: true });
      symlinkSync(path.join(root, 'graders'), at('graders'));
    });
    const inGraders = [...expected.keys()].filter((name) => name.startsWith('graders/'));
    expect(changedFiles(checkout, expected)).toEqual(['graders', ...inGraders]);
  });

  it('folders without an end are not followed to it', () => {
    const checkout = repository((at) => mkdirSync(at(`harness/${'a/'.repeat(1900)}`), { recursive: true }));
    expect(changedFiles(checkout, expected)).toEqual([]);
    const crowded = repository((at) => {
      for (let i = 0; i < 6000; i++) writeFileSync(at(`graders/${i}`), '');
    });
    expect(changedFiles(crowded, expected).length).toBeLessThan(6000);
  });
});

describe('a result', () => {
  it('names fifty files at most, each on one line, and how many more there are', () => {
    const checkout = repository((at) => {
      writeFileSync(at('graders/\u001b[31m\nred'), '');
      for (let i = 0; i < 60; i++) writeFileSync(at(`graders/a${i}`), '');
    });
    const found = protectedFiles(root, path.join(checkout, 'exercises'));
    expect(found?.changed).toHaveLength(50);
    expect(found).toMatchObject({ more: 11 });
    expect(found?.changed[0]).toBe('graders/?[31m?red');
    expect(changedInWords(found ?? undefined)).toContain('and 11 more');
  });

  it('says nothing of a folder of exercises, and of the project itself', () => {
    expect(protectedFiles(root, path.join(root, 'solutions'))).toBeNull();
    expect(protectedFiles(root, path.join(root, 'exercises'))).toBeNull();
  });

  it('of a repository that grades itself rests on its own manifest', () => {
    const checkout = repository((at) => writeFileSync(at('graders/rubric.yaml'), ''));
    expect(protectedFiles(checkout, checkout)).toEqual({ changed: ['graders/rubric.yaml'], more: 0 });
    writeFileSync(path.join(checkout, MANIFEST_PLACE), 'not JSON');
    expect(protectedFiles(checkout, checkout)).toBeNull();
  });
});
