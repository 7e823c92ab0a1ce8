// A class graded in shards and joined again, as several machines or a matrix of jobs do it.

import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readJournal } from '../../../harness/batch/journal.ts';
import type { Result } from '../../../harness/result.ts';
import { root, temporaryFolder } from '../command.ts';
import { classOf, gradebookIn, run, solution } from './command.ts';

const FORWARD = '01-forward.ts';
const right = { [FORWARD]: solution(FORWARD) };
const stub = { [FORWARD]: readFileSync(path.join(root, 'exercises', FORWARD), 'utf8') };
const only = ['--only', '01'];

it('shards joined are the class of one run, and the journal of the whole is there to go on from', async () => {
  const folder = classOf({ ada: right, bob: stub, cy: right });
  const [whole, one, two, merged] = [
    temporaryFolder(),
    temporaryFolder(),
    temporaryFolder(),
    temporaryFolder(),
  ];
  await run('batch', folder, '--out', whole, ...only);
  await run('batch', folder, '--out', one, ...only, '--shard', '1/2');
  const early = await run('merge', one, two, '--out', merged);
  expect(early.code).toBe(2);
  expect(early.stderr).toContain(`${two} holds no finished batch`);
  await run('batch', folder, '--out', two, ...only, '--shard', '2/2');
  expect((await run('merge', one, '--out', merged)).stderr).toContain('Shard 2/2 is missing');
  const other = temporaryFolder();
  await run('batch', folder, '--out', other, ...only, '--shard', '2/2', '--seed', '7');
  expect((await run('merge', one, other, '--out', merged)).stderr).toContain('another seed or secret');
  expect((await run('merge', one, two, '--out', merged)).code).toBe(0);
  for (const file of ['gradebook.csv', 'canvas.csv', 'moodle.csv', 'dolos/info.csv'])
    expect(readFileSync(path.join(merged, file), 'utf8')).toBe(readFileSync(path.join(whole, file), 'utf8'));
  expect((await run('batch', folder, '--out', merged, ...only)).stdout).toContain('3 as before');
});

it('shards are not joined into one of them, nor through a link to it', async () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const link = path.join(temporaryFolder(), 'link');
  symlinkSync(one, link, 'junction');
  for (const out of [one, link]) {
    const { code, stderr } = await run('merge', one, two, '--out', out);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--out is one of the shards')]);
  }
});

it('a shard replaces no gradebook of another one, nor of the whole, unless it is told to', async () => {
  const [folder, out] = [classOf({ ada: stub, bob: stub }), temporaryFolder()];
  const shard = (...words: string[]) => run('batch', folder, '--out', out, ...only, ...words);
  expect((await shard('--shard', '1/2')).code).toBe(0);
  const other = await shard('--shard', '2/2');
  expect({ code: other.code, rows: Object.keys(gradebookIn(out)) }).toEqual({ code: 2, rows: ['ada'] });
  expect(other.stderr).toContain('holds the gradebook of shard 1/2: give shard 2/2 an --out of its own.');
  expect((await shard()).code).toBe(0);
  expect((await shard('--shard', '1/2')).stderr).toContain('holds the gradebook of the whole class');
  expect((await shard('--shard', '2/2', '--fresh')).code).toBe(0);
});

it('a shard has a folder of its own where none is named', async () => {
  const [folder, name] = [classOf({ ada: stub, bob: stub }), `class-${randomUUID()}`];
  const named = path.join(path.dirname(folder), name);
  renameSync(folder, named);
  const out = path.join(root, 'reports', 'out', `${name}-shard-2-of-2`);
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  await run('batch', named, ...only, '--shard', '2/2');
  expect(Object.keys(gradebookIn(out))).toEqual(['bob']);
});

it('a worksheet with nobody of the class in it is told at once', async () => {
  const worksheet = 'Identifier,Grade\nParticipant 7,\n';
  const given = (id: string) => ({ '': { 'moodle-worksheet.csv': worksheet }, [id]: stub });
  const said = async (id: string) =>
    (await run('batch', classOf(given(id)), '--out', temporaryFolder(), ...only)).stderr;
  expect(await said('ada')).toContain('The Moodle worksheet has no row for anyone here');
  expect(await said('7')).not.toContain('worksheet');
});

it('shards of copies of a class belong together, and those with another worksheet do not', async () => {
  const overrides = '- { student: bob, exercise: 01, points: 7.5, reason: "shown at the desk" }';
  const folder = classOf({ '': { 'overrides.yaml': overrides }, ada: stub, bob: stub });
  const copy = path.join(temporaryFolder(), 'class');
  cpSync(folder, copy, { recursive: true });
  writeFileSync(path.join(copy, 'overrides.yaml'), `# The same, a line further down.\n${overrides}`);
  const [one, two, merged] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  await run('batch', folder, '--out', one, ...only, '--shard', '1/2');
  await run('batch', copy, '--out', two, ...only, '--shard', '2/2');
  expect((await run('merge', one, two, '--out', merged)).code).toBe(0);
  expect(gradebookIn(merged).bob).toMatchObject({ score: '7.5' });
  writeFileSync(path.join(copy, 'moodle-worksheet.csv'), 'Identifier,Grade\nParticipant 1,\n');
  await run('batch', copy, '--out', two, ...only, '--shard', '2/2');
  const { code, stderr } = await run('merge', one, two, '--out', merged);
  expect([code, stderr.includes('its Moodle worksheet is another')]).toEqual([2, true]);
});

it('of a folder that held other students before, only what its shard has now is joined', async () => {
  const folder = classOf({ bob: right, cy: stub });
  const [one, two, merged] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const shards = async () => {
    await run('batch', folder, '--out', one, ...only, '--shard', '1/2');
    await run('batch', folder, '--out', two, ...only, '--shard', '2/2');
    return run('merge', one, two, '--out', merged);
  };
  await shards(); // bob is in the first shard, and ada moves him to the second
  cpSync(classOf({ ada: right }), folder, { recursive: true });
  writeFileSync(path.join(folder, 'bob', FORWARD), stub[FORWARD]);
  expect((await shards()).code).toBe(0);
  rmSync(path.join(folder, 'ada'), { recursive: true });
  expect((await shards()).code).toBe(0); // and back, with what the second shard has of him still there
  const result = JSON.parse(readFileSync(path.join(merged, 'submissions/bob/result.json'), 'utf8')) as Result;
  expect([gradebookIn(merged).bob?.score, result.score]).toEqual(['0', 0]);
  expect(readFileSync(path.join(merged, 'dolos/info.csv'), 'utf8')).not.toContain('bob');
  const lines = readJournal(path.join(merged, 'journal.jsonl'));
  expect(lines.findLast(({ id }) => id === 'bob')?.digest.score).toBe(0);
  expect(new Set(lines.map(({ id }) => id))).toEqual(new Set(['bob', 'cy']));
});
