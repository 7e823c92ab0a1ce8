// A course of its own, of one grader and what it imports: what a verdict rests on, and what it does not.

import { appendFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExerciseSpec } from '../../../harness/course.ts';
import { VerdictRecord } from '../../../harness/verdicts/record.ts';
import { readFixtures } from '../../../harness/verdicts/fixtures.ts';
import type { Verdict } from '../../../harness/verdicts/verdict.ts';
import { addFile, folderOf } from '../folder.ts';

const FIXTURE = '03-train/odd/plain';
const TASK = { fixture: FIXTURE, seed: 7 };
const VERDICT: Verdict = {
  ...TASK,
  exercise: '03-train',
  kind: 'odd',
  caught: false,
  named: [],
  fault: null,
};

const train: ExerciseSpec = {
  id: '03-train',
  title: 'Training',
  file: '03-train.ts',
  libraries: [],
  exports: [],
  bonus: false,
  checks: [],
  limits: {
    loadMs: 1,
    callMs: 1,
    slowCallsMs: {},
    exerciseMs: 1,
    memoryBytes: 1,
    outputKeptBytes: 1,
    outputStopBytes: 1,
  },
};

describe('a record of verdicts', () => {
  it('gives back what was added before, to whoever opens the file next', async () => {
    const root = await course();
    (await open(root)).add(VERDICT);
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('knows nothing of another seed', async () => {
    const root = await course();
    (await open(root)).add(VERDICT);
    expect((await open(root)).recall({ ...TASK, seed: 8 })).toBeUndefined();
  });

  it.each([
    ['the grader', 'graders/03-train.grade.ts', `console.log('other');`],
    [
      'what the grader calls',
      'graders/support/fit.ts',
      'export const fit = () => 2; export const unused = 1;',
    ],
    ['the harness', 'harness/verdicts/verdict.ts', `console.log('stricter');`],
    ['a curve that is shown', 'reference/curves/curves.json', '[1]'],
    ['the fixture', `tests/submissions/${FIXTURE}.ts`, 'export const train = 2;'],
  ])('forgets its verdicts when %s changes', async (_, file, text) => {
    const root = await course();
    (await open(root)).add(VERDICT);
    await writeFile(join(root, file), text);
    expect((await open(root)).recall(TASK)).toBeUndefined();
  });

  it('forgets its verdicts when the points change', async () => {
    const root = await course();
    (await open(root)).add(VERDICT);
    expect((await open(root, 2)).recall(TASK)).toBeUndefined();
  });

  it('keeps them when a comment changes, or what this grader does not call', async () => {
    const root = await course();
    (await open(root)).add(VERDICT);
    await writeFile(
      join(root, 'graders/support/fit.ts'),
      '// In other words.\nexport const fit = () => 1; export const unused = 2;',
    );
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('loses only the line that was being written when it was stopped', async () => {
    const root = await course();
    (await open(root)).add(VERDICT);
    appendFileSync(fileIn(root), '\n{"key":"ab');
    (await open(root)).add({ ...VERDICT, seed: 8 });
    const record = await open(root);
    expect([7, 8].map((seed) => record.recall({ ...TASK, seed })?.seed)).toEqual([7, 8]);
  });
});

async function course(): Promise<string> {
  const root = await folderOf({
    'reference/curves/curves.json': '[]',
    'graders/03-train.grade.ts': `import { fit } from './support/fit.ts';\nconsole.log(fit());`,
    'graders/support/fit.ts': 'export const fit = () => 1; export const unused = 1;',
    'harness/verdicts/verdict.ts': `console.log('strict');`,
  });
  await addFile(root, `tests/submissions/${FIXTURE}.ts`, 'export const train = 1;');
  return root;
}

function open(root: string, points = 1): Promise<VerdictRecord> {
  const exercises = [{ ...train, checks: [{ id: 'init', title: '', points, hint: '' }] }];
  return VerdictRecord.open({ root, exercises }, fileIn(root), readFixtures(root));
}

function fileIn(root: string): string {
  return join(root, 'verdicts.jsonl');
}
