import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { withoutHost } from '../../../harness/grade/hostPaths.ts';
import { sampleCheck, sampleExercise, sampleResult } from '../../reports/sampleResult.ts';

const ROOT = path.join(path.sep, 'srv', 'my courses', 'handgrad');

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
