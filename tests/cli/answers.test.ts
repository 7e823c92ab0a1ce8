// Exercises of answers through the whole command.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pointsOf, readCourse } from '../../harness/course.ts';
import { readQuestions } from '../../graders/support/questions.ts';
import { exerciseOf, gradeInto, root, submissionWith } from './command.ts';

const FILE = '07-pick-the-bug.yaml';

async function gradeRows(rows: string) {
  const { result, code } = await gradeInto(submissionWith({ [FILE]: rows }), '07');
  return { code, result, exercise: exerciseOf(result, '07-pick-the-bug') };
}

function fixture(exercise: string, name: string): string {
  return readFileSync(path.join(root, 'tests', 'submissions', exercise, `${name}.yaml`), 'utf8');
}

it('the points are those promised, and each question has its check', () => {
  const exercises = readCourse(root).exercises;
  const [bugs, selfCheck] = ['07-pick-the-bug', '08-self-check'].map((id) =>
    exercises.find((exercise) => exercise.id === id),
  );
  expect(bugs && pointsOf(bugs)).toBe(5);
  expect(selfCheck && pointsOf(selfCheck)).toBeCloseTo(11, 10);
  expect(selfCheck?.checks.map(({ id }) => id)).toEqual(readQuestions().map(({ id }) => id));
});

it('marks each row alone, and the two exchanged earn half, with a note that says why', async () => {
  const { code, exercise } = await gradeRows(fixture('07-pick-the-bug', 'unnamed/exchanged'));
  expect(code).toBe(1);
  expect(exercise.checks.map(({ score }) => score)).toEqual([1, 1, 0.5, 0.5, 1]);
  expect(exercise.checks[2]?.message).toMatch(/^Half of the points: .*elimination/);
});

it('tells a letter that is used twice with its place, at no cost', async () => {
  const { exercise } = await gradeRows(fixture('07-pick-the-bug', 'unnamed/one-letter-everywhere'));
  expect(exercise.score).toBe(1);
  expect(exercise.diagnostics).toHaveLength(4);
  expect(exercise.diagnostics[0]).toEqual({
    file: FILE,
    line: 4,
    column: 18,
    severity: 'warning',
    message: 'b is used twice, in line 3 as well: each letter belongs to one row.',
  });
});

it('shows the curve of the bug that a row names, and none for a row that is not answered', async () => {
  const { exercise } = await gradeRows('answers:\n  constant-loss: B\n  initial-loss-50: d\n');
  expect(exercise.figures.map(({ title }) => title)).toEqual([
    'constant-loss: a network trained with lr = 100 (b)',
    'initial-loss-50: a network trained with weights not scaled by sqrt(2/n) (d)',
  ]);
  expect(exercise.checks.map(({ status }) => status)).toEqual([
    'skipped',
    'failed',
    'skipped',
    'skipped',
    'passed',
  ]);
});

it('shows the reasons, and a device although none was needed', async () => {
  const { exercise, result } = await gradeRows(
    "answers:\n  constant-loss: c\nreasons:\n  constant-loss: '<b>tiny</b> steps'\n",
  );
  expect(exercise.checks[1]?.message).toBe('Your reason: <b>tiny</b> steps');
  expect(result.environment.deviceDetail).not.toBe('');
});

it('grades what can be read of a malformed file, and names the place of the fault', async () => {
  const { exercise } = await gradeRows(fixture('07-pick-the-bug', 'unnamed/malformed'));
  expect(exercise.message).toMatch(
    /^07-pick-the-bug\.yaml:4:18: constant-loss: A quote is opened and never closed\./,
  );
  expect(exercise.checks.map(({ score }) => score)).toEqual([1, 0, 1, 0, 0]);
});

it.each(['', '# only\n# comments\n', 'stub'])('calls a file with %j not started', async (text) => {
  const stub = readFileSync(path.join(root, 'exercises', FILE), 'utf8');
  const { exercise } = await gradeRows(text === 'stub' ? stub.replaceAll(/#.*/g, '# other') : text);
  expect({ status: exercise.status, score: exercise.score, figures: exercise.figures }).toEqual({
    status: 'not-started',
    score: 0,
    figures: [],
  });
});
