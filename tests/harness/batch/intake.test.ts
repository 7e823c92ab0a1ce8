import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIntake } from '../../../harness/batch/intake.ts';
import { NoSubmission } from '../../../harness/submission.ts';
import { folderOf } from '../folder.ts';
import { classOf, refusalOf, summaryOf } from './classes.ts';

const one = { '01-forward.ts': 'export const one = 1;\n' };

describe('a class', () => {
  it('is its folders and zips, by id, each read under its id', async () => {
    const folder = await classOf({
      'zoe/01-forward.ts': '',
      'Ada Lovelace/repo-main/exercises/01-forward.ts': '',
      'alan.ZIP': one,
      '12345/exercises/01-forward.ts': '',
    });
    const handedIn = await readIntake(folder);
    expect(handedIn.map(({ id, source }) => [id, source])).toEqual([
      ['12345', '12345'],
      ['Ada Lovelace', 'Ada Lovelace'],
      ['alan', 'alan.ZIP'],
      ['zoe', 'zoe'],
    ]);
    for (const each of handedIn) {
      const { id, files } = await each.open();
      expect([id, [...files.keys()]]).toEqual([each.id, ['01-forward.ts']]);
      expect([each.name, each.submittedAt, each.isMarkedLate, each.others]).toEqual(['', null, false, []]);
    }
  });

  it('is not what an instructor keeps beside it, nor the output of an earlier batch', async () => {
    const folder = await classOf({
      'ada/01-forward.ts': '',
      ...Object.fromEntries(
        ['roster.csv', 'course.yaml', 'overrides.yaml', 'moodle-worksheet.csv', 'notes.md'].map((name) => [
          name,
          'x',
        ]),
      ),
      ...Object.fromEntries(
        ['.git', '__MACOSX', 'node_modules', 'solutions'].map((name) => [`${name}/01-forward.ts`, '']),
      ),
      '.hidden.zip': 'x',
      '.DS_Store': '',
      'out/journal.jsonl': '',
      'out/submissions/ada/result.json': '{}',
      'out/dolos/ada/01-forward.ts': '',
      'begun/journal.jsonl': '',
      'begun/batch.lock': '',
      'nobody/journal.jsonl': '',
      'nobody/gradebook.csv': 'id',
      'nobody/index.html': '',
    });
    expect(summaryOf(await readIntake(folder))).toEqual([['ada', '', 'ada']]);
  });

  it('of one student who handed in two folders is that student, where the roster says so', async () => {
    const folder = await classOf({ 'ada/v1/01-forward.ts': '', 'ada/v2/01-forward.ts': '' });
    const [ada, ...more] = await readIntake(folder, { students: [{ id: 'Ada' }] });
    expect([ada?.id, more]).toEqual(['ada', []]);
    expect(await refusalOf(ada)).toContain('ada holds exercises in v1 and v2: hand in one of them.');
    expect(summaryOf(await readIntake(folder)).map(([id]) => id)).toEqual(['v1', 'v2']);
  });

  it('is not the folder of the gradebook, empty or not', async () => {
    const folder = await classOf({ 'ada/01-forward.ts': '', 'out/notes.md': '' });
    expect(summaryOf(await readIntake(folder, { out: join(folder, 'out') }))).toEqual([['ada', '', 'ada']]);
    expect(await readIntake(folder)).toHaveLength(2);
  });

  it('is no folder that OUTs alone lie in: that of this batch, and those of other shards', async () => {
    const folder = await classOf({
      ...{ 'ada/01-forward.ts': '', 'bob/graded/01-forward.ts': '', 'bob/notes.md': '' },
      ...{ 'out/1/journal.jsonl': '', 'out/1/dolos/template/01-forward.ts': '', 'out/2/journal.jsonl': '' },
    });
    const ids = async (out: string) =>
      (await readIntake(folder, { out: join(folder, out) })).map(({ id }) => id);
    expect(await ids('out/2')).toEqual(['ada', 'bob']);
    expect(await ids('bob/graded')).toEqual(['ada', 'bob']);
  });

  it('may hold a journal of the student, beside its files or above the folder they are in', async () => {
    const folder = await classOf({
      'ada/01-forward.ts': '',
      'ada/journal.jsonl': '',
      'alan/handed-in/01-forward.ts': '',
      'alan/journal.jsonl': '',
    });
    expect(summaryOf(await readIntake(folder))).toEqual([
      ['ada', '', 'ada'],
      ['alan', '', 'alan'],
    ]);
  });

  it.each([[['subs']], [['subs', 'deeper', 'deepest']]])(
    'may have folders too many around it: %s',
    async (wrapping) => {
      const place = wrapping.join('/');
      const folder = await classOf({
        [`${place}/ada/01-forward.ts`]: '',
        [`${place}/alan.zip`]: one,
        'roster.csv': 'id',
      });
      expect(summaryOf(await readIntake(folder))).toEqual([
        ['ada', '', `${place}/ada`],
        ['alan', '', `${place}/alan.zip`],
      ]);
    },
  );

  it('may be one student', async () => {
    const folder = await classOf({ 'ada/repo/01-forward.ts': '', 'ada/docs/notes.md': '' });
    expect(summaryOf(await readIntake(folder))).toEqual([['ada', '', 'ada']]);
  });
});

describe('something handed in that cannot be graded keeps its id and says why:', () => {
  it.each<[string, Record<string, string | Record<string, string>>, string]>([
    [
      'a folder without an exercise file',
      { 'bob/notes.md': '' },
      'bob holds no exercise file such as 01-forward.ts, at its top, in exercises/ or within 3 folders.',
    ],
    [
      'a folder with two candidates',
      { 'bob/old/01-forward.ts': '', 'bob/new/01-forward.ts': '' },
      'bob holds exercises in new and old: hand in one of them.',
    ],
    [
      'a folder with exercises in its exercises',
      { 'bob/01-forward.ts': '', 'bob/exercises/01-forward.ts': '' },
      'bob holds exercises in its top and exercises: hand in one of them.',
    ],
    [
      'a zip that is none',
      { 'bob.zip': 'text' },
      'bob.zip is no whole zip file, but cut off, damaged or of another kind: zip the exercises folder again.',
    ],
    [
      'another archive',
      { 'bob.tar.gz': 'x' },
      'bob.tar.gz is an archive that is not read: hand in a zip or a folder.',
    ],
    [
      'a folder with two archives',
      { 'bob/a.zip': one, 'bob/b.7z': 'x' },
      'bob holds several archives (a.zip and b.7z) and no exercise file: hand in one of them.',
    ],
  ])('%s', async (_, files, said) => {
    const [ada, bob, ...more] = await readIntake(await classOf({ 'ada/01-forward.ts': '', ...files }));
    expect([ada?.id, bob?.id, more]).toEqual(['ada', 'bob', []]);
    expect(await refusalOf(bob)).toBe(said);
  });

  it('a link, wherever it leads', async () => {
    const folder = await classOf({ 'ada/01-forward.ts': '', 'roster.csv': 'id' });
    const elsewhere = await folderOf(one, 'secret');
    await symlink(elsewhere, join(folder, 'bob'), 'junction');
    await symlink('nowhere', join(folder, 'carl.zip'));
    await symlink('roster.csv', join(folder, 'list'));
    const [, bob, carl, ...more] = await readIntake(folder);
    expect([bob?.id, carl?.id, more]).toEqual(['bob', 'carl', []]);
    const said = 'is a symbolic link, which is not followed: put the folder or archive itself there.';
    expect([await refusalOf(bob), await refusalOf(carl)]).toEqual([`bob ${said}`, `carl.zip ${said}`]);
  });

  it('a folder that is gone when its turn comes', async () => {
    const folder = await classOf({ 'ada/01-forward.ts': '' });
    const [ada] = await readIntake(folder);
    await rm(join(folder, 'ada'), { recursive: true });
    expect(await refusalOf(ada)).toBe("ada cannot be read (ENOENT): look at its files' permissions.");
  });
});

describe.runIf(process.platform === 'linux')('a name that is no text', () => {
  it.each([
    ['of a folder', 'M\u00fcller', '', 'M\uFFFDller'],
    ['of a loose file of Moodle', 'J\u00fc_12_assignsubmission_file_07-pick-the-bug.yaml', null, '12'],
    ['of a loose file of Canvas', '\u00fc_12_501_01-forward.ts', null, '12'],
  ])('%s is told in its row, and ends no batch', async (_, name, inner, id) => {
    const folder = await classOf({ 'ada/01-forward.ts': '' });
    const place = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
    await (inner === null ? writeFile(place, '') : mkdir(place));
    const handedIn = await readIntake(folder);
    expect(handedIn.map((each) => each.id).toSorted()).toEqual([id, 'ada'].toSorted());
    const own = handedIn.find((each) => each.id === id);
    const [refusal] = inner === null ? [...((await own?.open())?.refused.values() ?? [])] : [];
    const said = refusal ? refusal.message : await refusalOf(own);
    expect(said).toMatch(/ has a name that is no text and cannot be read: /);
  });
});

describe('a wrong use', () => {
  it.each([
    ['is empty', {}],
    ['holds files that are no submissions', { 'roster.csv': 'id', 'README.md': '' }],
    ['holds folders without exercise files', { 'ada/notes.md': '', 'alan/deep/notes.md': '' }],
    ['holds zips without exercise files', { 'ada.zip': { 'notes.md': '' } }],
  ])('is a folder that %s', async (_, files) => {
    const folder = await classOf(files);
    await expect(readIntake(folder)).rejects.toThrow(NoSubmission);
    await expect(readIntake(folder)).rejects.toThrow(`${folder} holds no submission`);
  });

  it.each(['01-forward.ts', 'exercises/01-forward.ts'])(
    'is a folder that is one submission, with %s',
    async (file) => {
      const folder = await classOf({ [file]: '', 'ada/01-forward.ts': '' });
      await expect(readIntake(folder)).rejects.toThrow(
        new NoSubmission(
          `${folder} holds ${file}, as one submission does: grade that with npm run grade -- --dir ${folder}, or name a folder that holds one folder or zip for each student.`,
        ),
      );
    },
  );

  it('is a folder that is not there', async () => {
    const missing = join(await classOf({}), 'missing');
    await expect(readIntake(missing)).rejects.toThrow(new NoSubmission(`There is no folder ${missing}.`));
  });
});

describe('of several by one id', () => {
  it.each([
    ['the folder', 2000, 'ada', 'ada.zip'],
    ['the zip', 1000, 'ada.zip', 'ada'],
  ])('%s counts when it was changed later, and names the other', async (_, time, source, other) => {
    const folder = await classOf({ 'ada/01-forward.ts': '', 'ada.zip': one });
    await utimes(join(folder, 'ada', '01-forward.ts'), time, time);
    await utimes(join(folder, 'ada.zip'), 1500, 1500);
    const [ada, ...more] = await readIntake(folder);
    expect([ada?.source, ada?.others, more]).toEqual([source, [other], []]);
  });

  it('Alan and alan are left to the roster', async () => {
    const folder = await classOf({ 'Alan.zip': one, 'alan.zip': one });
    if ((await readIntake(folder)).length === 1) return; // a disk on which the two are one file
    expect((await readIntake(folder)).map(({ id }) => id)).toEqual(['Alan', 'alan']);
  });
});

it('a class of a thousand is looked through without opening any', async () => {
  const folder = await classOf({ 'ada/01-forward.ts': '' });
  for (let index = 0; index < 1000; index++) await writeFile(join(folder, `s${index}.zip`), 'no zip');
  await mkdir(join(folder, 'empty'));
  expect(await readIntake(folder)).toHaveLength(1002);
});
