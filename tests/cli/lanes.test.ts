import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { skippedWithout } from '../leftOut.ts';
import { gradeInto, root, submissionWith, temporaryFolder } from './command.ts';
import { descendantsOf } from './processes.ts';

/** One of them trains, so that a second process is worth its start. */
const EXERCISES = ['01', '03', '09'];

const isSkipped = skippedWithout('a grading on one core', 'taskset');

it.skipIf(isSkipped)('grades alike on two cores, on one, and where the other process is killed', async () => {
  const folder = submissionWith({});
  const seen = { started: false, killed: false };
  const [onTwo, killed] = [
    await gradeInto(folder, { onStart: (pid) => whenBeside(pid, () => (seen.started = true)) }, ...EXERCISES),
    await gradeInto(
      folder,
      {
        onStart: (pid) =>
          whenBeside(pid, (beside) => {
            process.kill(beside, 'SIGKILL');
            seen.killed = true;
          }),
      },
      ...EXERCISES,
    ),
  ];
  expect(seen).toEqual({ started: true, killed: true });
  const onOne = gradeOnOneCore(folder);
  for (const { result } of [onTwo, killed]) expect(verdictsOf(result)).toEqual(verdictsOf(onOne));
  expect(onOne.status).toBe('passed');
});

/** Looks for the second process of a grading until it is there. */
function whenBeside(pid: number, then: (beside: number) => void): void {
  const look = setInterval(() => {
    const found = descendantsOf(pid).find(({ command }) => command.includes('--lane'));
    if (!found) return;
    clearInterval(look);
    then(found.pid);
  }, 20);
  setTimeout(() => clearInterval(look), 20_000).unref();
}

function gradeOnOneCore(folder: string): Result {
  const out = temporaryFolder();
  const command = [process.execPath, path.join(root, 'harness', 'launch.mjs'), 'grade', '--dir', folder];
  execFileSync('taskset', ['-c', '0', ...command, '--out', out, ...EXERCISES], { cwd: root });
  return JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result;
}

/** All but times. */
function verdictsOf({ exercises, score, environment }: Result): unknown {
  const plain = exercises.map((exercise) => ({
    ...exercise,
    checks: exercise.checks.map((check) => ({ ...check, durationMs: 0 })),
  }));
  return { exercises: plain, score, environment };
}
