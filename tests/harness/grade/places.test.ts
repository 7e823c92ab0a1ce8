import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { withoutHost, withoutPlaces } from '../../../harness/grade/places.ts';
import type { ExerciseStatus } from '../../../harness/result.ts';
import { sampleCheck, sampleExercise, sampleResult } from '../../reports/sampleResult.ts';

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

it.each([
  [`at ${path.join(ROOT, 'dist', 'child-jax.cjs')}:3:1`, 'at /job/child-jax.cjs:3:1'],
  [
    `Type error: 'import("${ROOT}/node_modules/@tensorflow/x").Tensor'`,
    `Type error: 'import("node_modules/@tensorflow/x").Tensor'`,
  ],
  [`see ${path.join(ROOT, 'course.yaml')}`, 'see course.yaml'],
  [`at ${pathToFileURL(path.join(ROOT, 'dist', 'child.cjs')).href}:3:1`, 'at /job/child.cjs:3:1'],
  [`at file://${path.join(ROOT, 'dist', 'child.cjs')}:3:1`, 'at /job/child.cjs:3:1'],
  [`cwd is ${ROOT}`, 'cwd is .'],
  [`cwd is "${path.join(ROOT, 'dist')}"`, 'cwd is "/job"'],
  ['at /submission/02-backward.ts:3:1', 'at /submission/02-backward.ts:3:1'],
  [`see ${ROOT}2/x and https://example.org${ROOT}/x`, `see ${ROOT}2/x and https://example.org${ROOT}/x`],
])('what student or compiler say, such as %j, does not tell where the project lies', (text, told) => {
  expect(heard(text, ROOT)).toEqual([told, told, told, told]);
});

it('nor where it really lies, where its folder is a link', () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'handgrad-places-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'real', 'dist'), { recursive: true });
  symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'), 'junction');
  const [told] = heard(`at ${path.join(folder, 'real', 'dist', 'child.cjs')}`, path.join(folder, 'link'));
  expect(told).toBe('at /job/child.cjs');
});

/** A text in each place of a result that compiler or student can write to, as it is told. */
function heard(text: string, root: string): (string | null | undefined)[] {
  const diagnostic = {
    file: '02-backward.ts',
    line: 1,
    column: 1,
    message: text,
    severity: 'warning' as const,
  };
  const exercise = sampleExercise({
    message: text,
    output: text,
    diagnostics: [diagnostic],
    checks: [sampleCheck({ message: text })],
  });
  const [told] = withoutHost({ ...sampleResult(), exercises: [exercise] }, root).exercises;
  return [told?.message, told?.output, told?.diagnostics[0]?.message, told?.checks[0]?.message];
}
