import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withoutPlaces } from '../../../harness/grade/places.ts';
import type { ExerciseStatus } from '../../../harness/result.ts';
import { sampleCheck, sampleExercise } from '../../reports/sampleResult.ts';

const ROOT = path.join(path.sep, 'srv', 'my courses', 'handgrad');

/** What an exercise and its one check say of an error. */
function said(message: string, status: ExerciseStatus = 'errored'): (string | null)[] {
  const check = sampleCheck({ status: status === 'errored' ? 'errored' : 'failed', message });
  const { message: whole, checks } = withoutPlaces(
    sampleExercise({ status, message, checks: [check] }),
    ROOT,
  );
  return [whole, ...checks.map((each) => each.message)];
}

it.each([
  [`Cannot find ${path.join(ROOT, 'graders', 'x.ts')}`, `Cannot find ${path.join('graders', 'x.ts')}`],
  [`open '${path.join(os.homedir(), 'notes.txt')}'`, "open 'notes.txt'"],
  ["ENOENT: no such file or directory, open '/var/lib/a b.txt'", /^ENOENT: .*, open 'a b.txt'$/],
  ['imported from file:///opt/node/lib/x.mjs:3:1', 'imported from x.mjs:3:1'],
  ['open C:\\Users\\ada\\x.ts', 'open x.ts'],
  ['dz2 = (p - onehot(y)) / B, and 1/2, is off', 'dz2 = (p - onehot(y)) / B, and 1/2, is off'],
  ['see https://example.org/a/b', 'see https://example.org/a/b'],
])('an error of ours that says %j names no place of this machine', (message, told) => {
  for (const each of said(message)) expect(each).toMatch(told);
});

it("what is the student's stays as it is", () => {
  const message = 'threw Error: /job/child.cjs is not yours';
  expect(said(message, 'failed')).toEqual([message, message]);
});
