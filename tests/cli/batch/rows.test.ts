// What a row of the gradebook says beside the points: what was left out of a submission, and how late it was.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { rawZip } from '../../harness/batch/zips.ts';
import { temporaryFolder } from '../command.ts';
import { classOf, gradebookIn, run, solution } from './command.ts';

const FORWARD = '01-forward.ts';
const right = { [FORWARD]: solution(FORWARD) };
const only = ['--only', '01'];

/** The attributes that a zip of Unix gives a symbolic link. */
const LINK = 0o120777 * 2 ** 16;

/** One byte more than a source file may have. */
const TOO_LARGE = 1024 * 1024 + 1;

/** More than fit into the message of one failure. */
const FAULTS = 200;

const WORKSHEET = `Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 12,Ada Lovelace,Submitted for grading,,12.00,Yes,"Monday, 23 November 2026, 4:00 PM",-,
Participant 13,Alan Turing,Submitted for grading,,12.00,Yes,"Wednesday, 25 November 2026, 9:00 AM",-,
`;

it('a link and a file that is too large are told of in the row of who handed them in', async () => {
  const folder = classOf({ bob: { [FORWARD]: ' '.repeat(TOO_LARGE) } });
  const link = { name: FORWARD, content: '/etc/passwd', attributes: LINK };
  writeFileSync(path.join(folder, 'mallory.zip'), rawZip([link]));
  const out = temporaryFolder();
  await run('batch', folder, '--out', out, ...only);
  const rows = gradebookIn(out);
  expect([rows.bob?.score, rows.bob?.message]).toEqual([
    '0',
    `${FORWARD} has ${TOO_LARGE} bytes; a source file may have ${TOO_LARGE - 1}.`,
  ]);
  expect([rows.mallory?.score, rows.mallory?.message]).toEqual([
    '0',
    `${FORWARD} is a symbolic link, which is not followed: hand in the file itself.`,
  ]);
});

it('an archive that leads out of itself is refused in its row, and the batch goes on', async () => {
  const folder = classOf({ ada: right });
  writeFileSync(path.join(folder, 'mallory.zip'), rawZip([{ name: `../${FORWARD}`, content: 'evil' }]));
  const out = temporaryFolder();
  const { code } = await run('batch', folder, '--out', out, ...only);
  expect(code).toBe(0);
  const { ada, mallory } = gradebookIn(out);
  expect([ada?.status, mallory?.status, mallory?.score]).toEqual(['passed', 'unreadable', '0']);
  expect(mallory?.message).toContain(`mallory.zip holds ../${FORWARD}, which leads out of the archive`);
  expect(readdirSync(folder)).toEqual(['ada', 'mallory.zip']);
});

it('every line of a roster at fault is named', async () => {
  const folder = classOf({ ada: right });
  writeFileSync(
    path.join(folder, 'roster.csv'),
    `id,name\n${Array.from({ length: FAULTS }, (_, index) => `s${index}\n`).join('')}`,
  );
  const { code, stderr } = await run('batch', folder, '--out', temporaryFolder(), ...only);
  expect([code, stderr.trim().split('\n').length]).toEqual([2, FAULTS]);
  expect(stderr).toContain(`roster.csv:${FAULTS + 1}: this row has 1 cell, and the header has 2.`);
});

it('the title of Canvas may come from PowerShell', async () => {
  const folder = classOf({ ada: right });
  writeFileSync(path.join(folder, 'canvas-assignment.txt'), '\uFEFFGradients (123)\r\n', 'utf16le');
  const out = temporaryFolder();
  await run('batch', folder, '--out', out, ...only);
  expect(readFileSync(path.join(out, 'canvas.csv'), 'utf8')).toContain(',Gradients (123)');
});

it('a title that Canvas cannot use is told with its place', async () => {
  const folder = classOf({ ada: right, '': { 'canvas-assignment.txt': 'Gradients(123)\n' } });
  const { code, stderr } = await run('batch', folder, '--out', temporaryFolder(), ...only);
  expect(code).toBe(2);
  expect(stderr).toMatch(/canvas-assignment\.txt:1:1: The Canvas assignment "Gradients\(123\)" has no space/);
});

it("the times of Moodle's worksheet say what is late, and the worksheet comes back filled in", async () => {
  const folder = classOf({
    '': {
      'course.yaml': 'due: 2026-11-23\nlate: { percentPerDay: 10 }\n',
      'moodle-worksheet.csv': WORKSHEET,
    },
    'Ada Lovelace_12_assignsubmission_file_': right,
    'Alan Turing_13_assignsubmission_file_': right,
  });
  const out = temporaryFolder();
  await run('batch', folder, '--out', out, ...only);
  const rows = gradebookIn(out);
  expect([rows[12], rows[13]].map((row) => [row?.late, row?.score])).toEqual([
    ['0', '12'],
    ['2', '9.6'],
  ]);
  const filled = parse(readFileSync(path.join(out, 'moodle.csv'), 'utf8'), { columns: true, bom: true });
  expect((filled as Record<string, string>[]).map((row) => [row.Identifier, row.Grade])).toEqual([
    ['Participant 12', '12.00'],
    ['Participant 13', '9.60'],
  ]);
});
