import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { pointsOf, readCourse } from '../../harness/course.ts';
import {
  courseWith,
  exerciseOf,
  grade,
  gradeInto,
  root,
  submissionWith,
  temporaryFolder,
} from './command.ts';

const course = readCourse(root);
const notStarted = course.exercises.map(() => 'not-started');

/** The points of the core exercises, 06 aside, whose long run has tests of its own. */
const POINTS = Math.round(
  course.exercises
    .filter(({ id, bonus }) => !bonus && id !== '06-mnist')
    .reduce((sum, each) => sum + pointsOf(each), 0),
);

/** The statuses of all exercises, each once. */
function statusesIn({ exercises }: Result): string[] {
  return [...new Set(exercises.map(({ status }) => status))];
}

it('gives the solutions every point, exits with 0 and writes both reports', async () => {
  const { code, result, out } = await gradeInto(path.join(root, 'solutions'), '--quick');
  expect({ code, status: result.status, score: result.score, of: result.maxScore }).toEqual({
    code: 0,
    status: 'passed',
    score: POINTS,
    of: POINTS,
  });
  expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toMatch(/^<!doctype html>/i);
});

it('gives the stubs 0 points, says kindly that nothing is started, and exits with 1', async () => {
  const { code, result, stdout } = await gradeInto(path.join(root, 'exercises'));
  expect({ code, score: result.score, of: result.maxScore }).toEqual({ code: 1, score: 0, of: 100 });
  expect(statusesIn(result)).toEqual(['not-started']);
  expect(stdout).toContain('Not started yet: 01-forward.ts is waiting for you.');
});

it('calls every exercise of an empty folder not started', async () => {
  const { code, result } = await gradeInto(temporaryFolder());
  expect(code).toBe(1);
  expect(result.exercises.map(({ status }) => status)).toEqual(notStarted);
});

it.each(['02-backward', '02', 'backward'])('grades only the exercise that %s names', async (name) => {
  const { code, result } = await gradeInto(path.join(root, 'solutions'), name);
  expect(code).toBe(0);
  expect(result.exercises.map(({ id }) => id)).toEqual(['02-backward']);
  expect(result.maxScore).toBe(18);
});

it('prints the result and nothing else with --json', async () => {
  const { stdout } = await grade(
    '--dir',
    path.join(root, 'solutions'),
    '--out',
    temporaryFolder(),
    '--json',
    '01',
  );
  expect((JSON.parse(stdout) as Result).schema).toBe('handgrad/result/v1');
});

it('writes results that match the published schema', async () => {
  const schema = JSON.parse(readFileSync(path.join(root, 'docs', 'result.schema.json'), 'utf8')) as object;
  const validate = new Ajv().compile(schema);
  const wrong = submissionWith({ '01-forward.ts': 'export const relu = 5;' });
  for (const folder of [path.join(root, 'solutions'), path.join(root, 'exercises'), wrong]) {
    const { result } = await gradeInto(folder, '01', '03', '07');
    expect(validate(result) ? [] : validate.errors).toEqual([]);
  }
});

it('gives the same verdict twice, and the seed of a result gives its inputs again', async () => {
  const file = path.join(root, 'tests', 'submissions', '02-backward', 'wrong', 'activation-mask-missing.ts');
  const folder = submissionWith({ '02-backward.ts': readFileSync(file, 'utf8') });
  const timeless = (result: Result) =>
    result.exercises.map((exercise) => ({
      ...exercise,
      checks: exercise.checks.map((check) => ({ ...check, durationMs: 0 })),
    }));
  const [first, second] = [await gradeInto(folder, '02'), await gradeInto(folder, '02')];
  expect(timeless(second.result)).toEqual(timeless(first.result));
  const again = await gradeInto(folder, '02', '--seed', String(first.result.seed));
  expect(timeless(again.result)).toEqual(timeless(first.result));
  const other = await gradeInto(folder, '02', '--seed', '1');
  expect(timeless(other.result)).not.toEqual(timeless(first.result));
});

it.each([
  [['--dir', '/nowhere/at/all'], /^There is no folder /],
  [['99-nothing'], /^There is no exercise "99-nothing": there are 01-forward, 02-backward, /],
  [['--device', 'abacus'], /^--device abacus is unknown: use auto, cuda, /],
  [['--sandbox', 'shoebox'], /^--sandbox shoebox is unknown: use auto, bubblewrap, permission, none\./],
  [['--format', 'papyrus'], /^--format papyrus is unknown/],
  [['--seed', 'x'], /^--seed x is no whole number/],
  [
    ['--out', 'package.json'],
    /^--out \S*package\.json is no folder, or lies in a file: name another folder\.$/m,
  ],
  [['--out', 'package.json/out'], /^--out \S* is no folder, or lies in a file/m],
  [['--dir', 'solutions', '--out', 'solutions'], /^--out is the folder of the submission: name another/],
  [['--frobnicate'], /^Unknown option '--frobnicate'/],
])('tells a wrong use, %j, in one sentence and exits with 2', async (words, sentence) => {
  const { code, stderr, stdout } = await grade(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it.runIf(process.platform === 'linux')('ends where no folder can be made, as in /proc', async () => {
  const { code, stderr } = await grade('--out', '/proc/handgrad/out');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^--out \/proc\/handgrad\/out is no folder, or lies in a file: .*\n$/);
});

it.each(['solutions', 'exercises'])(
  'exits with 3 and one sentence, and grades nothing of %s, where the device asked for cannot be had',
  async (folder) => {
    const out = path.join(temporaryFolder(), 'out');
    const words = ['--device', 'cuda', '--dir', path.join(root, folder), '--out', out];
    const { code, stdout, stderr } = await grade(...words);
    expect({ code, stdout, written: existsSync(out) }).toEqual({ code: 3, stdout: '', written: false });
    expect(stderr).toMatch(/^Device cuda needs @tensorflow\/tfjs-node-gpu, .*: npm install .+\n$/);
  },
);

it('names the device of the reference where nothing is begun, too', async () => {
  const { result } = await gradeInto(path.join(root, 'exercises'), '--device', 'cpu');
  expect(result.environment).toMatchObject({ device: 'cpu', deviceDetail: 'tfjs-backend-cpu 4.22.0' });
  expect(result.status).toBe('failed');
});

it.each([
  ['permission', 'keeps accidents in, not attackers'],
  ['none', 'the submission could read and change everything'],
])('says of --sandbox %s in result, report and terminal what it does not keep in', async (sandbox, says) => {
  const { result, stdout, out } = await gradeInto(path.join(root, 'solutions'), '--sandbox', sandbox, '01');
  expect(result.environment.sandbox).toBe(sandbox);
  expect(result.environment.sandboxDetail).toContain(says);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(says);
  expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toContain(says);
});

it('names no path, user or host of this machine in a result', async () => {
  const folder = submissionWith({ '01-forward.ts': 'throw new Error("at load");' });
  const { result } = await gradeInto(folder, '01', '02', '07');
  const text = JSON.stringify(result);
  expect(text).not.toContain(root);
  expect(text).not.toContain(path.dirname(folder));
  expect(existsSync(root)).toBe(true);
});

it('names no path of this machine where the grader itself fails, either', async () => {
  const copy = courseWith({
    'graders/07-pick-the-bug.grade.ts': (text) => `import './gone.ts';\n${text}`,
  });
  const { code, result } = await gradeInto(path.join(root, 'solutions'), '07', { root: copy });
  expect(code).toBe(3);
  const { status, message } = exerciseOf(result, '07-pick-the-bug');
  expect(status).toBe('errored');
  expect(message).toContain('gone.ts');
  expect(JSON.stringify(result)).not.toContain(copy);
});

it('an exercise filled in where its stub was is graded, not taken for the stub', async () => {
  const solution = readFileSync(path.join(root, 'solutions', '01-forward.ts'), 'utf8');
  const copy = courseWith({ 'exercises/01-forward.ts': () => solution });
  const { result } = await gradeInto(path.join(copy, 'exercises'), { root: copy }, '01');
  expect(exerciseOf(result, '01-forward')).toMatchObject({ status: 'passed', score: 12 });
});
