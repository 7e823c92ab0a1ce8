import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSandbox } from '../../harness/cli/open.ts';
import { readCourse } from '../../harness/course.ts';
import type { ExerciseResult } from '../../harness/result.ts';
import { commandFor } from '../../harness/sandbox/host.ts';
import { exerciseOf, gradeInto, root, statusesOf, submissionWith } from './command.ts';

/** Five epochs of all of MNIST, on a machine that has other things to do (ms). */
const LONG = 400_000;
/** Figures and all (bytes). */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

const solution = readFileSync(path.join(root, 'solutions', '06-mnist.ts'), 'utf8');

it(
  'gives the solution every point for real MNIST, with its curves, confusion matrix and mistakes',
  async () => {
    const { result, out } = await gradeInto(submissionWith({ '06-mnist.ts': solution }), '06');
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
    // Enough time for the small sets, not for five epochs of all.
    const wait = 'if (trainSet.count > 50_000) for (const end = Date.now() + 20; Date.now() < end;);';
    const graded = await gradeBriefly(solution.replace('options.onStep?.(done, loss);', `$&\n${wait}`));
    const accuracy = graded.checks.find(({ id }) => id === 'accuracy');
    expect(accuracy?.status).toBe('timed-out');
    expect(accuracy?.message).toMatch(/within 30 s.* It had come to step \d+ of about 2150, at a loss of \d/);
    expect(graded.checks.filter(({ status }) => status === 'passed')).toHaveLength(11);
    const [curve] = graded.figures;
    expect(curve?.caption).toMatch(/did not return; this is what it had learned by step \d+ of about 2150/);
    expect(curve?.kind === 'lines' && (curve.series[0]?.x.length ?? 0) > 20).toBe(true);
  },
  LONG,
);

it('shows the student process the training files and never the test files', async () => {
  const course = readCourse(root);
  const { bundler, sandbox } = await openSandbox(root, course, 'auto');
  bundler.close();
  const { arguments: words, sandboxArguments } = commandFor(sandbox.machine, course.limits);
  const all = [...words, ...(sandboxArguments ?? [])].join(' ');
  expect(all).toContain('train-images-idx3-ubyte');
  expect(all).not.toContain('t10k');
});

/** Grades this text with little time to train. */
function gradeBriefly(text: string): Promise<ExerciseResult> {
  return new Promise((resolve, reject) => {
    const script = path.join(root, 'tests', 'cli', 'shortTraining.ts');
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', script],
      { cwd: root, maxBuffer: OUTPUT_LIMIT },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout) as ExerciseResult)),
    );
    child.stdin?.end(text);
  });
}

function countsOf({ figures }: ExerciseResult): number[] {
  const grid = figures.find(({ kind }) => kind === 'grid');
  return grid?.kind === 'grid' ? grid.counts : [];
}
