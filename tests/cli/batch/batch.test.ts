// `npm run grade:batch`, as an instructor has it: a folder in, a gradebook out.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, vi } from 'vitest';
import { linesOf } from '../../../harness/batch/lines.ts';
import type { Result } from '../../../harness/result.ts';
import { root, temporaryFolder } from '../command.ts';
import { descendantsOf } from '../processes.ts';
import { classOf, gradebookIn, run, solution } from './command.ts';

const FORWARD = '01-forward.ts';
const right = { [FORWARD]: solution(FORWARD) };
const stub = { [FORWARD]: readFileSync(path.join(root, 'exercises', FORWARD), 'utf8') };
const only = ['--only', '01'];

/** Until a batch has started its first process on a busy machine (ms). */
const START_MS = 60_000;

it('a class becomes a gradebook, files for Canvas, Moodle and Dolos, a page, and a report each', async () => {
  const folder = classOf({
    '': { 'roster.csv': 'id,name,email\nada,Ada Lovelace,ada@example.org\nbob,,\ncy,Cy,' },
    ada: right,
    bob: stub,
    eve: right,
  });
  const out = temporaryFolder();
  const { code, stdout } = await run('batch', folder, '--out', out, ...only);
  expect(code).toBe(0);
  expect(stdout).toContain('4 in the gradebook: 1 passed, 1 failed, 1 not-on-roster, 1 missing');
  const rows = gradebookIn(out);
  expect(Object.keys(rows)).toEqual(['ada', 'bob', 'cy', 'eve']);
  expect(rows.ada).toMatchObject({ name: 'Ada Lovelace', status: 'passed', score: '12', '01-forward': '12' });
  expect(rows.bob).toMatchObject({ status: 'failed', score: '0', max_score: '12' });
  expect(rows.cy).toMatchObject({ status: 'missing', score: '0' });
  expect(rows.eve).toMatchObject({ status: 'not-on-roster', score: '12' });
  const files = ['canvas.csv', 'moodle.csv', 'index.html', 'journal.jsonl', 'dolos/info.csv'];
  expect(files.filter((file) => !existsSync(path.join(out, file)))).toEqual([]);
  const result = JSON.parse(readFileSync(path.join(out, 'submissions/ada/result.json'), 'utf8')) as Result;
  expect(result).toMatchObject({ submission: { id: 'ada' }, score: 12 });
  expect(readFileSync(path.join(out, 'dolos/01-forward/ada.ts'), 'utf8')).toBe(solution(FORWARD));
  expect(existsSync(path.join(out, 'dolos/01-forward/bob.ts'))).toBe(false);
});

it('what has not changed is not graded again; what has, what was lost, and everything with --fresh is', async () => {
  const folder = classOf({ ada: right, bob: right });
  const out = temporaryFolder();
  const journal = () =>
    [...linesOf(path.join(out, 'journal.jsonl'))].map((line) => (JSON.parse(line) as { id: string }).id);
  await run('batch', folder, '--out', out, ...only);
  const first = readFileSync(path.join(out, 'gradebook.csv'), 'utf8');
  expect((await run('batch', folder, '--out', out, ...only)).stdout).toContain('2 as before');
  expect(journal().toSorted()).toEqual(['ada', 'bob']);
  expect(readFileSync(path.join(out, 'gradebook.csv'), 'utf8')).toBe(first);

  writeFileSync(path.join(folder, 'bob', FORWARD), `${solution(FORWARD)}\n// handed in again\n`);
  await run('batch', folder, '--out', out, ...only);
  expect(journal()).toHaveLength(3);
  rmSync(path.join(out, 'submissions/ada/result.json'));
  await run('batch', folder, '--out', out, ...only);
  expect(journal().at(-1)).toBe('ada');
  expect((await run('batch', folder, '--out', out, ...only, '--fresh')).stdout).not.toContain('as before');
});

it('a report that was cut off, or is of another grading, is made again', async () => {
  const folder = classOf({ ada: right, bob: right });
  const out = temporaryFolder();
  await run('batch', folder, '--out', out, ...only);
  const report = path.join(out, 'submissions/bob/result.json');
  const whole = readFileSync(report, 'utf8');
  for (const damaged of ['', whole.slice(0, 1000), whole.replace(/"seed": \d+/u, '"seed": 7')]) {
    writeFileSync(report, damaged);
    const { code, stdout } = await run('batch', folder, '--out', out, ...only);
    expect([code, stdout.includes('1 as before')]).toEqual([0, true]);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      seed: (JSON.parse(whole) as Result).seed,
    });
  }
});

it('overrides are in the gradebook and in the report of the student', async () => {
  const folder = classOf({
    '': {
      'overrides.yaml': '- { student: bob, exercise: 01, points: 7.5, reason: "shown at the desk" }',
    },
    ada: right,
    bob: stub,
  });
  const out = temporaryFolder();
  await run('batch', folder, '--out', out, ...only);
  expect(gradebookIn(out).bob).toMatchObject({
    score: '7.5',
    message: '01-forward: 7.5 points instead of 0: shown at the desk.',
  });
  const report = () => readFileSync(path.join(out, 'submissions/bob/index.html'), 'utf8');
  expect(report()).toContain('shown at the desk');
  rmSync(path.join(folder, 'overrides.yaml'));
  await run('batch', folder, '--out', out, ...only);
  expect(gradebookIn(out).bob).toMatchObject({ score: '0', message: '' });
  expect(report()).not.toContain('shown at the desk');
});

it('what an instructor has to mend is one sentence each, and exit 2 before anything is graded', async () => {
  const folder = classOf({ ada: right });
  const out = path.join(temporaryFolder(), 'out');
  const wrong = async (...words: string[]) => {
    const { code, stderr } = await run('batch', ...words, '--out', out);
    expect(code).toBe(2);
    expect(existsSync(path.join(out, 'gradebook.csv'))).toBe(false);
    return stderr;
  };
  expect(await wrong(path.join(folder, 'nobody'))).toContain('There is no folder');
  expect(await wrong(temporaryFolder())).toContain('holds no submission');
  expect(await wrong(folder, '--shard', '3/2')).toContain('--shard 3/2');
  expect(await wrong(folder, '--only', '99')).toContain('There is no exercise "99"');
  expect(await wrong(folder, '--roster', 'nowhere.csv')).toContain('nowhere.csv');
  writeFileSync(path.join(folder, 'roster.csv'), 'id,name\nada\n,x\n');
  const roster = await wrong(folder);
  expect(roster).toContain('roster.csv:2:');
  expect(roster).toContain('roster.csv:3:');
});

it('a second batch in the same folder is turned away while the first is at work, and not after it was killed', async () => {
  const folder = classOf({ ada: right });
  const out = temporaryFolder();
  writeFileSync(path.join(out, 'batch.lock'), String(process.ppid));
  expect((await run('batch', folder, '--out', out, ...only)).stderr).toContain('Another batch');
  const gone = 2 ** 22 + 1; // above any process id of Linux
  writeFileSync(path.join(out, 'batch.lock'), String(gone));
  expect((await run('batch', folder, '--out', out, ...only)).code).toBe(0);
  expect(existsSync(path.join(out, 'batch.lock'))).toBe(false);
});

it('a folder for the results that is none, or that of the submissions, is a wrong use', async () => {
  const folder = classOf({ ada: right });
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  for (const out of [file, path.join(file, 'out')]) {
    const { code, stderr } = await run('batch', folder, '--out', out, ...only);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `--out ${out} is no folder, or lies in a file: name another folder.\n`,
    });
  }
  const { code, stderr } = await run('batch', folder, '--out', folder, ...only);
  expect(code).toBe(2);
  expect(stderr).toContain('--out is the folder of the submissions');
  expect(readdirSync(folder)).toEqual(['ada']);
});

it('reports are never written into what was handed in, nor a folder for a batch that does not begin', async () => {
  const homework = classOf({ '': {}, 'submissions/ada': right });
  const inside = await run('batch', path.join(homework, 'submissions'), '--out', homework, ...only);
  expect([inside.code, inside.stderr]).toEqual([
    2,
    'The submissions lie in submissions/ of --out, where the batch writes its own: name another folder.\n',
  ]);
  const out = path.join(homework, 'out');
  expect((await run('batch', homework, '--out', out, '--only', '99')).code).toBe(2);
  expect(readdirSync(homework)).toEqual(['submissions']);
  expect(readdirSync(path.join(homework, 'submissions/ada'))).toEqual([FORWARD]);
});

it('a batch that is ended at once leaves no process, and no word of one', async () => {
  const out = temporaryFolder();
  const batch = spawn(
    process.execPath,
    ['harness/launch.mjs', 'batch', classOf({ ada: right }), '--out', out, ...only],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(batch.stderr); // ends with the last process that could write to it
  await vi.waitUntil(() => descendantsOf(batch.pid ?? 0).length > 0, { timeout: START_MS, interval: 5 });
  batch.kill('SIGTERM');
  expect(await said).toBe('');
});
