// What grading costs beside the student's own process: a cold `grade --dir solutions`, against the same student processes
// started and loaded with nothing round them.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleExercise } from '../harness/bundle.ts';
import { readCourse } from '../harness/course.ts';
import type { Result } from '../harness/result.ts';
import { commandFor, StudentProcess } from '../harness/sandbox/host.ts';
import { probeSandbox } from '../harness/sandbox/probe.ts';
import { readSubmission } from '../harness/submission.ts';
import { row } from './peer.ts';

/** Exercises whose students' side is short, so that the harness's own cost shows. */
const TIMED = ['01-forward', '02-backward'];

const REPEATS = 7; // an odd number, so that the median is one of them

const root = path.resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** Lines for the terminal: medians in milliseconds, and their ratios. */
export async function harness(): Promise<string[]> {
  const students = await medianOf(await studentProcesses());
  const empty = await medianOf(() => run(process.execPath, ['-e', '']));
  const out = mkdtempSync(path.join(os.tmpdir(), 'handgrad-bench-'));
  const grade = () =>
    run(process.execPath, ['harness/launch.mjs', 'grade', '--dir', 'solutions', '--out', out, ...TIMED], {
      cwd: root,
    });
  await grade();
  const cold = await medianOf(grade);
  const { durationMs } = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
  rmSync(out, { recursive: true });
  return [
    row('node, empty program', empty, students),
    row('student processes alone: 2 exercises started and loaded', students, students),
    row('inside the command: bundle, grade, type check', durationMs, students),
    row('the whole command, cold', cold, students),
    row("harness: the command less the students' processes", cold - students, students),
  ];
}

/** One round: a sandboxed process for each exercise, started and loaded; its calls are the exercise's own cost. */
async function studentProcesses(): Promise<() => Promise<void>> {
  const { limits, exercises } = readCourse(root);
  const { machine } = await probeSandbox(
    'auto',
    { child: path.join(root, 'dist', 'child.cjs'), companions: [] },
    limits,
  );
  const submission = readSubmission(path.join(root, 'solutions'));
  const codes: string[] = [];
  for (const { file, libraries } of exercises.filter(({ id }) => TIMED.includes(id))) {
    const bundling = await bundleExercise({ submission, entry: file, libraries });
    if (bundling.ok) codes.push(bundling.bundle.code);
  }
  return async () => {
    for (const code of codes) {
      const student = StudentProcess.start(commandFor(machine, limits), limits);
      await student.load(code, []);
      await student.close();
    }
  };
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] ?? Number.NaN;
}
