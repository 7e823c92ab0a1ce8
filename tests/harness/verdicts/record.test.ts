// A course of its own, of one grader and what it imports: what a verdict rests on, and what it does not.

import { readFile, writeFile } from 'node:fs/promises';
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
    await keep(root, VERDICT);
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('knows nothing of another seed', async () => {
    const root = await course();
    await keep(root, VERDICT);
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
    ['what opens a grader', 'harness/cli/open.ts', `console.log('closed');`],
    ['TensorFlow.js as the reference has it', 'dist/tfjs.mjs', 'export {};'],
    ['a curve that is shown', 'reference/curves/curves.json', '[1]'],
    ['its stub', 'graders/stubs.json', '{"03-train.ts":"ab"}'],
    ['what the bundler makes of it', 'dist/bundler.mjs', bundler('2')],
    ['the fixture', `tests/submissions/${FIXTURE}.ts`, 'export const train = 2;'],
  ])('forgets its verdicts when %s changes', async (_, file, text) => {
    const root = await course();
    await keep(root, VERDICT);
    await writeFile(join(root, file), text);
    expect((await open(root)).recall(TASK)).toBeUndefined();
  });

  it('forgets its verdicts when the points change', async () => {
    const root = await course();
    await keep(root, VERDICT);
    expect((await open(root, 2)).recall(TASK)).toBeUndefined();
  });

  it('keeps them when a comment changes, or what this grader does not call', async () => {
    const root = await course();
    await keep(root, VERDICT);
    await writeFile(
      join(root, 'graders/support/fit.ts'),
      '// In other words.\nexport const fit = () => 1; export const unused = 2;',
    );
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it.each([
    ['the questions of another exercise', 'graders/questions.yaml', '- id: new'],
    ['the stub of another exercise', 'graders/stubs.json', '{"04-three-layer.ts":"ab"}'],
  ])('keeps them when %s change', async (_, file, text) => {
    const root = await course();
    await keep(root, VERDICT);
    await writeFile(join(root, file), text);
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('keeps them when the bundler is another, and makes the same of a fixture', async () => {
    const root = await course();
    await keep(root, VERDICT);
    await writeFile(join(root, 'dist/bundler.mjs'), `// In other words.\n${bundler('1')}`);
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('keeps them when what the bundler refuses is refused in other words', async () => {
    const root = await course();
    await writeFile(join(root, 'dist/bundler.mjs'), answering({ ok: false, diagnostics: [] }));
    await keep(root, VERDICT);
    await writeFile(join(root, 'dist/bundler.mjs'), answering({ ok: false, diagnostics: ['no'] }));
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('keeps nothing where the bundler has come to make something else since it was opened', async () => {
    const root = await course();
    const record = await open(root);
    await record.add(VERDICT);
    await writeFile(join(root, 'dist/bundler.mjs'), bundler('2'));
    await expect(record.keep()).rejects.toThrow(/^What grades 03-train\/odd\/plain has changed meanwhile: /);
  });

  it('keeps them when the wording of a title or hint changes', async () => {
    const root = await course();
    await keep(root, VERDICT);
    expect((await open(root, 1, 'in other words')).recall(TASK)).toEqual(VERDICT);
  });

  it('forgets a verdict that was wrong, so that it is made again', async () => {
    const root = await course();
    await keep(root, { ...VERDICT, fault: 'right, but 3 of 4' });
    expect((await open(root)).recall(TASK)).toBeUndefined();
  });

  it.each([
    ['wrong', 'update-sign--twice', { caught: true, named: ['update-sign'] }],
    ['unnamed', 'two-mistakes', { caught: true, named: [] }],
  ] as const)('gives back what a verdict on a %s one says', async (kind, stem, told) => {
    const root = await course();
    const fixture = `03-train/${kind}/${stem}`;
    await addFile(root, `tests/submissions/${fixture}.ts`, 'export const train = 3;');
    const verdict: Verdict = { ...VERDICT, fixture, kind, ...told, named: [...told.named] };
    await keep(root, verdict);
    expect((await open(root)).recall(verdict)).toEqual(verdict);
  });

  it('has seeds in rows, whatever order they came in', async () => {
    const root = await course();
    await keep(root, ...[9, 3, 8, 7, 4, 8].map((seed) => ({ ...VERDICT, seed })));
    const kept = JSON.parse(await readFile(fileIn(root), 'utf8')) as Record<string, unknown>;
    expect(kept[FIXTURE]).toMatchObject({
      seeds: [
        [3, 4],
        [7, 9],
      ],
    });
  });

  it('keeps what it has of fixtures that are not asked for', async () => {
    const root = await course();
    await addFile(root, 'tests/submissions/03-train/odd/other.ts', 'export const train = 4;');
    await keep(root, VERDICT);
    const other = readFixtures(root).find(({ name }) => name !== FIXTURE);
    const alone = await VerdictRecord.open(graders(root), fileIn(root), other ? [other] : []);
    await alone.add({ ...VERDICT, fixture: other?.name ?? '' });
    await alone.keep();
    expect((await open(root)).recall(TASK)).toEqual(VERDICT);
  });

  it('keeps what another process has added meanwhile', async () => {
    const root = await course();
    const [one, other] = [await open(root), await open(root)];
    await one.add(VERDICT);
    await other.add({ ...VERDICT, seed: 8 });
    await Promise.resolve(one.keep()).then(() => other.keep());
    const record = await open(root);
    expect([7, 8].map((seed) => record.recall({ ...TASK, seed })?.seed)).toEqual([7, 8]);
  });

  it('keeps nothing where the code has changed since it was opened', async () => {
    const root = await course();
    const record = await open(root);
    await record.add(VERDICT);
    await writeFile(join(root, 'graders/03-train.grade.ts'), `console.log('other');`);
    await expect(record.keep()).rejects.toThrow(/^What grades 03-train\/odd\/plain has changed meanwhile: /);
    expect((await open(root)).recall(TASK)).toBeUndefined();
  });

  it.each([['{"key":"ab"}\n{"key":'], ['{"name":"handgrad"}'], ['[1]'], ['{"a":{"rests":"b","seeds":[3]}}']])(
    'refuses a file that holds %s, by its name',
    async (text) => {
      const root = await course();
      await writeFile(fileIn(root), text);
      await expect(open(root)).rejects.toThrow(/verdicts\.json is no record of verdicts/);
      expect(await readFile(fileIn(root), 'utf8')).toBe(text);
    },
  );
});

async function keep(root: string, ...verdicts: Verdict[]): Promise<void> {
  const record = await open(root);
  for (const verdict of verdicts) await record.add(verdict);
  await record.keep();
}

async function course(): Promise<string> {
  const root = await folderOf({
    'reference/curves/curves.json': '[]',
    'graders/03-train.grade.ts': `import { fit } from './support/fit.ts';\nconsole.log(fit(), 'curves.json');`,
    'graders/questions.yaml': '',
    'graders/stubs.json': '{}',
    'graders/support/fit.ts': 'export const fit = () => 1; export const unused = 1;',
    'harness/verdicts/verdict.ts': `console.log('strict');`,
    'harness/cli/open.ts': `console.log('open');`,
    'dist/tfjs.mjs': 'export const tf = 1;',
    'dist/bundler.mjs': bundler('1'),
  });
  await addFile(root, `tests/submissions/${FIXTURE}.ts`, 'export const train = 1;');
  return root;
}

/** A bundler that makes `code` of anything. */
function bundler(code: string): string {
  return answering({ ok: true, bundle: { code, map: '', sources: [], typed: null } });
}

function answering(bundling: object): string {
  return `process.on('message', () => process.send(${JSON.stringify({ bundling })}));`;
}

function open(root: string, points = 1, words = ''): Promise<VerdictRecord> {
  return VerdictRecord.open(graders(root, points, words), fileIn(root), readFixtures(root));
}

function graders(root: string, points = 1, words = '') {
  const exercises = [{ ...train, title: words, checks: [{ id: 'init', title: words, points, hint: words }] }];
  return { root, exercises, sandbox: 'bubblewrap' };
}

function fileIn(root: string): string {
  return join(root, 'verdicts.json');
}
