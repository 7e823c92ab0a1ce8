import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ExerciseResult } from '../../harness/result.ts';
import { PeakMemory } from './processes.ts';
import { courseWith, exerciseOf, gradeInto, root, statusesOf, submissionWith } from './command.ts';

/** Five epochs of all of MNIST, on a machine that has other things to do (ms). */
const LONG = 400_000;

const solution = readFileSync(path.join(root, 'solutions', '06-mnist.ts'), 'utf8');

/** Of the process in which the solution trains (bytes); right code was seen to take from 0.4 to 1.06 GB. */
const MOST_MEMORY = 1e9;

it(
  'gives the solution every point for real MNIST, with its curves, confusion matrix and mistakes, in 1 GB',
  async () => {
    const memory = new PeakMemory('/job/child.cjs');
    const folder = submissionWith({ '06-mnist.ts': solution });
    const { result, out } = await gradeInto(folder, { onStart: (pid) => memory.watch(pid) }, '06');
    expect(memory.stop()).toBeLessThan(MOST_MEMORY);
    const exercise = exerciseOf(result, '06-mnist');
    expect({ status: result.status, score: result.score, of: result.maxScore, quick: result.quick }).toEqual({
      status: 'passed',
      score: 16,
      of: 16,
      quick: undefined,
    });
    expect(exercise.figures.map(({ kind, title }) => [kind, title])).toEqual([
      ['lines', 'Loss by step'],
      ['lines', 'With and without weight decay'],
      ['grid', 'Confusion matrix'],
      ['images', 'Most confident mistakes'],
    ]);
    expect(countsOf(exercise).reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(exercise.figures[0]?.caption).toMatch(/Training loss ends at 0\.\d+, validation loss at 0\.\d+/);
    expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toContain('Most confident mistakes');
  },
  LONG,
);

it('practises with --quick, says that it does not count, and keeps it out of score and status', async () => {
  const folder = submissionWith({ '06-mnist.ts': solution });
  const { code, result, stdout, out } = await gradeInto(folder, '--quick', '01', '06');
  const exercise = exerciseOf(result, '06-mnist');
  expect({ code, quick: result.quick, status: result.status, of: result.maxScore }).toEqual({
    code: 0,
    quick: true,
    status: 'passed',
    of: 12,
  });
  expect([exercise.score, exercise.maxScore, exercise.status]).toEqual([0, 0, 'failed']);
  expect([...new Set(Object.values(statusesOf(exercise)))]).toEqual(['skipped']);
  for (const text of [exercise.message, stdout, readFileSync(path.join(out, 'index.html'), 'utf8')])
    expect(text?.replaceAll(/\s+/g, ' ')).toMatch(/does not count|no grade/);
});

it('never calls practice of 06 alone passed', async () => {
  const { code, result } = await gradeInto(submissionWith({ '06-mnist.ts': solution }), '--quick', '06');
  expect([code, result.quick, result.status, result.maxScore]).toEqual([1, true, 'failed', 0]);
});

it(
  'shows what was learned so far when the time for training runs out',
  async () => {
    // Enough for the small sets, not for five epochs of all.
    const course = courseWith({ 'course.yaml': (text) => text.replace('train: 300', 'train: 30') });
    const text = solution.replace(
      'options.onStep?.(done, loss);',
      '$&\n      if (trainSet.count > 50_000) for (const end = Date.now() + 20; Date.now() < end;);',
    );
    const { result } = await gradeInto(submissionWith({ '06-mnist.ts': text }), { root: course }, '06');
    const exercise = exerciseOf(result, '06-mnist');
    const accuracy = exercise.checks.find(({ id }) => id === 'accuracy');
    expect(accuracy?.status).toBe('timed-out');
    expect(accuracy?.message).toMatch(/within 30 s.* It had come to step \d+ of about 2150, at a loss of \d/);
    expect(exercise.checks.filter(({ status }) => status === 'passed')).toHaveLength(11);
    const [curve] = exercise.figures;
    expect(curve?.caption).toMatch(/did not return; this is what it had learned by step \d+ of about 2150/);
    expect(curve?.kind === 'lines' && (curve.series[0]?.x.length ?? 0) > 20).toBe(true);
  },
  LONG,
);

it('shows the student process the training files and never the test files', async () => {
  const spy =
    "console.log(process.getBuiltinModule('fs').readdirSync('/job').join(' '));\nexport const train = 1;\n";
  const { result } = await gradeInto(submissionWith({ '06-mnist.ts': spy }), '06');
  const { output } = exerciseOf(result, '06-mnist');
  expect(output).toContain('train-images-idx3-ubyte');
  expect(output).not.toContain('t10k');
});

function countsOf({ figures }: ExerciseResult): number[] {
  const grid = figures.find(({ kind }) => kind === 'grid');
  return grid?.kind === 'grid' ? grid.counts : [];
}
