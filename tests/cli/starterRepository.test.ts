// The repository that students start from: made by the real command, installed by linking packages, and graded there.

import { execFile, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { pointsOf, readCourse } from '../../harness/course.ts';
import { exerciseOf, gradeInto, root, run, temporaryFolder, type Ended } from './command.ts';
import { filesOf, installed } from './madeStarter.ts';

let starter: string;
let made: Ended;

beforeAll(async () => {
  starter = path.join(temporaryFolder(), 'class', 'starter');
  made = await run(['starter', starter]);
});

describe('a starter', () => {
  it('says what it wrote, and that its workflow runs the copy', () => {
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`files to ${starter}`);
    expect(made.stdout).toContain('copy of the grader in each repository');
  });

  it('holds the stubs, byte for byte, and nothing of solutions, tests, benchmarks, golden values and reports', () => {
    for (const name of readdirSync(path.join(root, 'exercises')))
      expect(read(`exercises/${name}`)).toBe(readFileSync(path.join(root, 'exercises', name), 'utf8'));
    const names = filesOf(starter);
    const unwanted = /^(solutions|tests|bench|dist|node_modules|reports\/out|reference\/golden|\.git)\//;
    expect(names.filter((name) => unwanted.test(name))).toEqual([]);
    const exercises = readdirSync(path.join(root, 'solutions'));
    expect(names.filter((name) => exercises.includes(path.basename(name)))).toHaveLength(exercises.length);
  });

  it('holds no text of what the solutions put in place of the TODOs', () => {
    const all = filesOf(starter).map((name) => ({ name, text: squeezed(read(name)) }));
    const bodies = readdirSync(path.join(root, 'solutions')).flatMap(bodiesOf);
    expect(bodies.length).toBeGreaterThan(20);
    const leaked = bodies.flatMap((body) =>
      all.filter(({ text }) => text.includes(body)).map(({ name }) => [name, body]),
    );
    expect(leaked).toEqual([]);
  });

  it('runs no graders that were handed in as made already', () => {
    const copy = installed(starter, temporaryFolder());
    const planted = path.join(copy, 'dist', 'graders-0123456789abcdef');
    mkdirSync(planted);
    writeFileSync(path.join(planted, 'of-my-own'), 'export {};');
    const honest = pointsIn(copy);
    const rubric = path.join(copy, 'dist', 'graders-rubric.json');
    writeFileSync(rubric, readFileSync(rubric, 'utf8').replaceAll('"points":', '"points":1'));
    expect(pointsIn(copy)).toBeGreaterThan(honest); // it would be believed
    const { status } = spawnSync(process.execPath, [path.join(copy, 'harness', 'build.mjs')]); // as npm ci ends
    expect({ status, left: [planted, rubric].filter(existsSync) }).toEqual({ status: 0, left: [] });
  });

  it('has plain files without the executable bit, and no links', () => {
    const modes = filesOf(starter).map((name) => statSync(path.join(starter, name)).mode & 0o111);
    expect(new Set(modes)).toEqual(new Set([0]));
    const entries = readdirSync(starter, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
  });

  it('names only scripts that are there, and links only to files that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const pages = filesOf(starter).filter((name) => name.endsWith('.md') && !name.startsWith('starter/'));
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^):#]+)/g)].map(([, name = '']) => path.join(path.dirname(page), name)),
    );
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((name) => !existsSync(path.join(starter, name)))).toEqual([]);
    const named = [...read('README.md').matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('grade');
    for (const name of named.filter((each) => each !== 'ci')) expect(scripts).toHaveProperty(name);
  });

  it('can be installed: npm finds nothing to change in its lock', () => {
    const folder = temporaryFolder();
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(path.join(starter, name), path.join(folder, name));
    const words = [
      'install',
      '--package-lock-only',
      '--ignore-scripts',
      '--offline',
      '--no-audit',
      '--no-fund',
    ];
    const { status, stderr } = spawnSync('npm', words, {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).toBe(read('package-lock.json'));
    expect(read('package-lock.json')).not.toContain('"dev"');
  });

  it('of a starter is the same starter', async () => {
    const copy = installed(starter, temporaryFolder());
    const again = path.join(temporaryFolder(), 'again');
    expect(await run(['starter', again], copy)).toMatchObject({ code: 0 });
    expect(filesOf(again)).toEqual(filesOf(starter));
    const differing = filesOf(again).filter(
      (name) => readFileSync(path.join(again, name), 'utf8') !== read(name),
    );
    expect(differing).toEqual([]);
  });

  it('grades its stubs, and gives a right file its points', async () => {
    const copy = installed(starter, temporaryFolder());
    const untouched = await gradeInto(path.join(copy, 'exercises'), { root: copy });
    expect(untouched.code).toBe(1);
    expect(untouched.result.exercises.map(({ status }) => status)).toEqual(Array(10).fill('not-started'));
    expect(untouched.result.protectedFiles).toEqual({ changed: [], more: 0 });
    copyFileSync(
      path.join(root, 'solutions', '01-forward.ts'),
      path.join(copy, 'exercises', '01-forward.ts'),
    );
    writeFileSync(path.join(copy, 'course.yaml'), `${read('course.yaml')}\n# longer\n`);
    const begun = await gradeInto(path.join(copy, 'exercises'), { root: copy });
    expect(exerciseOf(begun.result, '01-forward')).toMatchObject({ status: 'passed', score: 12 });
    expect(begun.result.protectedFiles).toEqual({ changed: ['course.yaml'], more: 0 });
    expect(begun.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'differs from what the course gave out: course.yaml.',
    );
    expect(readFileSync(path.join(begun.out, 'index.html'), 'utf8')).toContain('gave out: course.yaml.');
  });

  it('shows every check as a test to an editor', async () => {
    const copy = installed(starter, temporaryFolder());
    copyFileSync(
      path.join(root, 'solutions', '01-forward.ts'),
      path.join(copy, 'exercises', '01-forward.ts'),
    );
    const report = path.join(copy, 'report.json');
    const words = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=json',
      `--outputFile=${report}`,
      '-t',
      '^0[12]-',
    ];
    await promisify(execFile)(process.execPath, words, { cwd: copy });
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { assertionResults: { fullName: string; status: string }[] }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const checks = readCourse(root).exercises.flatMap((exercise) => exercise.checks);
    expect(tests).toHaveLength(checks.length);
    const first = tests.filter(({ fullName }) => fullName.startsWith('01-forward'));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set(['passed']));
    const second = tests.filter(({ fullName }) => fullName.startsWith('02-backward'));
    expect(new Set(second.map(({ status }) => status))).toEqual(new Set(['skipped']));
  });
});

function read(name: string): string {
  return readFileSync(path.join(starter, name), 'utf8');
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** Too short to say anything, such as `return z;` (characters). */
const SHORTEST_BODY = 60;

/** The runs of lines that a solution has and its stub does not. */
function bodiesOf(name: string): string[] {
  const stub = new Set(readFileSync(path.join(root, 'exercises', name), 'utf8').split('\n'));
  const lines = readFileSync(path.join(root, 'solutions', name), 'utf8').split('\n');
  const runs = lines
    .map((line) => (stub.has(line) ? '\0' : line))
    .join('\n')
    .split('\0');
  return runs.map((body) => squeezed(body).trim()).filter((body) => body.length >= SHORTEST_BODY);
}

function pointsIn(folder: string): number {
  return readCourse(folder).exercises.reduce((sum, exercise) => sum + pointsOf(exercise), 0);
}
