import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bundler } from '../../harness/bundler.ts';
import type { Bundling } from '../../harness/bundle.ts';
import type { Submission } from '../../harness/submission.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const built = path.join(root, 'dist', 'bundler.mjs');

describe('the bundler, in a process of its own,', () => {
  let bundler: Bundler;

  beforeAll(() => {
    if (!existsSync(built)) execFileSync(process.execPath, [path.join(root, 'harness', 'build.mjs')]);
    bundler = new Bundler(built);
  });

  afterAll(() => bundler.close());

  it('bundles an exercise', async () => {
    const bundling = await bundle('export const relu = 1;');
    expect(bundling.ok).toBe(true);
  });

  it.each([
    ['brackets nested 20,000 deep', `const q = ${'['.repeat(20_000)}${']'.repeat(20_000)};`],
    ['100,000 signs before a number', `const q = ${'-+'.repeat(100_000)}1;`],
  ])('tells %s as the fault of the file, and bundles the next one', async (_what, text) => {
    const bundling = await bundle(text);
    expect(told(bundling)).toEqual([
      'It is nested so deeply, or so large, that it cannot be read. Write it in smaller pieces.',
    ]);
    expect((await bundle('export const relu = 1;')).ok).toBe(true);
  });

  it('answers each of many requests at once with its own file', async () => {
    const names = ['a', 'b', 'c', 'd'].map((name) => `0${name}.ts`);
    const submission = submissionOf(names.map((name) => [name, `export const own = '${name}';`]));
    const bundlings = await Promise.all(
      names.map((entry) => bundler.bundle({ submission, entry, libraries: [] })),
    );
    expect(bundlings.map((bundling) => bundling.ok && /0[a-d]\.ts/.exec(bundling.bundle.code)?.[0])).toEqual(
      names,
    );
  });

  it('bundles an exercise of a submission once, and that of another with the same name anew', async () => {
    const request = (text: string) => ({
      submission: submissionOf([['01-forward.ts', `export const own = '${text}';`]]),
      entry: '01-forward.ts',
      libraries: [],
    });
    const one = request('one');
    const made = await bundler.bundle(one);
    expect(await bundler.bundle({ ...one })).toBe(made);
    expect(await bundler.bundle(request('two'))).not.toEqual(made);
  });

  it('bundles on when its process was ended from outside', async () => {
    const process = Reflect.get(bundler, 'child') as ChildProcess;
    process.kill('SIGKILL');
    expect((await bundle('export const relu = 1;')).ok).toBe(true);
    const other = Reflect.get(bundler, 'child') as ChildProcess;
    const ended = once(other, 'exit');
    other.kill('SIGKILL');
    await ended;
    expect((await bundle('export const relu = 1;')).ok).toBe(true);
  });

  it('starts no process before it is asked, or told to', async () => {
    const idle = new Bundler(built);
    const child = () => Reflect.get(idle, 'child') as ChildProcess | null;
    expect(child()).toBeNull();
    idle.start();
    const started = child();
    expect(started?.exitCode).toBeNull();
    const request = { submission: submissionOf([['a.ts', 'export {};']]), entry: 'a.ts', libraries: [] };
    expect((await idle.bundle(request)).ok).toBe(true);
    expect(child()).toBe(started);
    idle.close();
  });

  it('rejects what waits when it is closed, and starts no process any more', async () => {
    const closed = new Bundler(built);
    const submission = submissionOf(['a.ts', 'b.ts'].map((name) => [name, 'export {};']));
    const asked = ['a.ts', 'b.ts'].map((entry) => closed.bundle({ submission, entry, libraries: [] }));
    await Promise.resolve(); // the first one is on its way
    closed.close();
    const [, waited] = await Promise.allSettled(asked);
    expect(waited).toMatchObject({ reason: { message: 'The bundler was closed before it was done.' } });
    expect(Reflect.get(closed, 'child')).toBe(null);
  });

  it.each([
    ['longer to a file', 1, true],
    ['up in the end, as no fault of the file', 9, false],
  ])('gives %s where a machine is so busy that one line takes too long', async (_, slowness, isRead) => {
    const timeoutMs = 300;
    const late = path.join(mkdtempSync(path.join(os.tmpdir(), 'handgrad-late-')), 'late.mjs');
    const answer = `process.send({ bundling: { ok: true, bundle: { code: '' } } })`;
    const delay = (1 + slowness) * 2 * timeoutMs;
    writeFileSync(late, `process.on('message', () => setTimeout(() => ${answer}, ${delay}));`);
    const slow = new Bundler(late, timeoutMs);
    const submission = submissionOf([['01-forward.ts', 'export {};']]);
    const [ended] = await Promise.allSettled([
      slow.bundle({ submission, entry: '01-forward.ts', libraries: [] }),
    ]);
    slow.close();
    if (isRead) expect(ended).toMatchObject({ value: { ok: true } });
    else expect(String(ended?.status === 'rejected' && ended.reason)).toContain('too busy');
  });

  it('gives up on a file that it cannot read in time', async () => {
    const bundling = await bundle(`export const q = ${'1+'.repeat(3000)}1;`);
    expect(told(bundling)).toEqual(['It could not be read within 10 s. Write it in smaller pieces.']);
  });

  function bundle(text: string): Promise<Bundling> {
    const submission = submissionOf([['01-forward.ts', text]]);
    return bundler.bundle({ submission, entry: '01-forward.ts', libraries: ['ml-matrix'] });
  }
});

function submissionOf(files: [name: string, text: string][]): Submission {
  return { id: 'ada', sha256: '', files: new Map(files), refused: new Map(), problem: null };
}

function told(bundling: Bundling): string[] {
  return bundling.ok ? [] : bundling.diagnostics.map(({ message }) => message);
}
