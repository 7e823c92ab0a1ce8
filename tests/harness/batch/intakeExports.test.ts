import { describe, expect, it } from 'vitest';
import { readIntake } from '../../../harness/batch/intake.ts';
import { classOf, filesOf, refusalOf, summaryOf } from './classes.ts';

const one = { '01-forward.ts': 'export const one = 1;\n' };
const again = { '01-forward.ts': 'export const one = 2;\n' };

describe('a Moodle export', () => {
  it('is named by participant number and full name; typed text is no submission', async () => {
    const folder = await classOf({
      'Ada Lovelace_12_assignsubmission_file_/01-forward.ts': '',
      "Jean-Luc O'Neil_v. d. Berg_3_assignsubmission_file_/hw.zip": { 'exercises/01-forward.ts': '' },
      'Zoë 李_4_assignsubmission_file/repo/01-forward.ts': '',
      'Participant_5_assignsubmission_file_/01-forward.ts': '',
      'Bob Text_6_assignsubmission_onlinetext_/onlinetext.html': '',
    });
    const handedIn = await readIntake(folder);
    expect(handedIn.map(({ id, name }) => [id, name])).toEqual([
      ['12', 'Ada Lovelace'],
      ['3', "Jean-Luc O'Neil_v. d. Berg"],
      ['4', 'Zoë 李'],
      ['5', ''],
    ]);
    for (const each of handedIn) expect(await filesOf(each)).toEqual(['01-forward.ts']);
  });

  it('of one student is an export all the same', async () => {
    const folder = await classOf({ 'CS-101-hw/Ada Lovelace_12_assignsubmission_file_/hw.zip': one });
    expect(summaryOf(await readIntake(folder))).toEqual([
      ['12', 'Ada Lovelace', 'CS-101-hw/Ada Lovelace_12_assignsubmission_file_'],
    ]);
  });

  it('without folders is joined by student', async () => {
    const folder = await classOf({
      'Ada Lovelace_12_assignsubmission_file_01-forward.ts': '',
      'Ada Lovelace_12_assignsubmission_file_02-backward.ts': '',
      'Alan Turing_13_assignsubmission_file_hw.zip': one,
      'Alan Turing_13_assignsubmission_onlinetext_onlinetext.html': '',
    });
    const [ada, alan, ...more] = await readIntake(folder);
    expect([ada?.id, alan?.id, more]).toEqual(['12', '13', []]);
    expect([await filesOf(ada), await filesOf(alan)]).toEqual([
      ['01-forward.ts', '02-backward.ts'],
      ['01-forward.ts'],
    ]);
  });

  it('names an archive that lies beside exercise files', async () => {
    const place = 'Ada Lovelace_12_assignsubmission_file_';
    const [ada, alan] = await readIntake(
      await classOf({ [`${place}/01-forward.ts`]: '', [`${place}/hw.zip`]: one, 'alan/hw.zip': one }),
    );
    expect([ada?.unopened(), alan?.unopened()]).toEqual([['hw.zip'], []]);
  });

  it('names a copy further in than the exercises that count', async () => {
    const copied = { ...one, 'old/exercises/01-forward.ts': '', 'lib/layers.ts': '' };
    const place = 'Ada Lovelace_12_assignsubmission_file_';
    const [ada, alan, bob] = await readIntake(
      await classOf({
        ...{ [`${place}/hw.zip`]: copied, 'alan.zip': copied },
        ...{ 'bob/01-forward.ts': '', 'bob/old/01-forward.ts': '' },
      }),
    );
    for (const each of [ada, alan, bob]) await each?.open();
    expect([ada?.furtherIn(), alan?.furtherIn(), bob?.furtherIn()]).toEqual([
      ['old/exercises'],
      ['old/exercises'],
      ['old'],
    ]);
  });

  it('may hold folders that somebody zipped again', async () => {
    const [ada] = await readIntake(await classOf({ 'Ada Lovelace_12_assignsubmission_file_.zip': one }));
    expect([ada?.id, ada?.name, await filesOf(ada)]).toEqual(['12', 'Ada Lovelace', ['01-forward.ts']]);
  });

  it('is told by the first number, whatever a student calls a file', async () => {
    const file = 'x_777_assignsubmission_file_01-forward.ts';
    const [ada, ...more] = await readIntake(
      await classOf({ [`Ada Lovelace_12_assignsubmission_file_${file}`]: '', 'alan/01-forward.ts': '' }),
    );
    expect([ada?.id, more.map(({ id }) => id)]).toEqual(['12', ['alan']]);
  });

  it('may hold an archive that is not read', async () => {
    const place = 'Ada Lovelace_12_assignsubmission_file_';
    const [ada] = await readIntake(await classOf({ [`${place}/hw.rar`]: 'x' }));
    expect(await refusalOf(ada)).toBe(
      `${place}/hw.rar is an archive that is not read: hand in a zip or a folder.`,
    );
  });
});

describe('a Canvas export', () => {
  it('is named by user id, and marks what came late', async () => {
    const folder = await classOf({
      'lovelaceada_LATE_12_501_hw.zip': one,
      'turingalan_13_502_01-forward.ts': '',
      'turingalan_13_503_02-backward.ts': '',
      'turingalan_13_504_report_1_2_x.pdf': '',
      'latesmith_14_505_hw.zip': one,
      'texttom_15_text.html': '',
    });
    const handedIn = await readIntake(folder);
    expect(handedIn.map(({ id, name, isMarkedLate }) => [id, name, isMarkedLate])).toEqual([
      ['12', 'lovelaceada', true],
      ['13', 'turingalan', false],
      ['14', 'latesmith', false],
    ]);
    expect(await filesOf(handedIn[1])).toEqual(['01-forward.ts', '02-backward.ts']);
  });

  it('counts the newest of several archives and names the others', async () => {
    const [ada] = await readIntake(
      await classOf({ 'ada_12_501_hw.zip': again, 'ada_12_1500_hw-1.zip': one, 'ada_12_900_x.zip': again }),
    );
    expect([ada?.source, ada?.others]).toEqual([
      'ada_12_1500_hw-1.zip',
      ['ada_12_501_hw.zip', 'ada_12_900_x.zip'],
    ]);
    expect((await ada?.open())?.files.get('01-forward.ts')).toBe(one['01-forward.ts']);
  });

  it('counts the newest of loose files by one name', async () => {
    const [ada] = await readIntake(
      await classOf({
        'ada_12_501_01-forward.ts': 'old',
        'ada_12_502_02-backward.ts': 'two',
        'ada_LATE_12_503_01-forward-1.ts': 'new',
        'ada_12_504_04-three-layer.ts': 'four',
      }),
    );
    const files = (await ada?.open())?.files ?? new Map<string, string>();
    expect([...files]).toEqual([
      ['01-forward.ts', 'new'],
      ['02-backward.ts', 'two'],
      ['04-three-layer.ts', 'four'],
    ]);
    expect([ada?.others, ada?.isMarkedLate]).toEqual([['ada_12_501_01-forward.ts'], true]);
  });

  it.each([
    ['an archive after loose files', 503, ['01-forward.ts'], ['ada_12_501_02-backward.ts']],
    ['loose files after an archive', 500, ['02-backward.ts'], ['ada_12_500_hw.zip']],
  ])('counts %s', async (_, number, files, others) => {
    const archive = `ada_12_${number}_hw.zip`;
    const [ada] = await readIntake(
      await classOf({ [archive]: one, 'ada_12_501_02-backward.ts': '', 'ada_12_999_report.pdf': '' }),
    );
    expect([await filesOf(ada), ada?.others]).toEqual([files, others]);
  });

  it('has the files beside an exercise under the names that imports have, whatever number Canvas gave them', async () => {
    const [ada] = await readIntake(
      await classOf({
        'ada_12_501_01-forward-1.ts': "import './lib';",
        'ada_12_502_lib-1.ts': 'old',
        'ada_12_503_lib-2.ts': 'new',
        'ada_12_504_own-3.ts': 'own',
        'ada_12_505_own.ts': 'other',
      }),
    );
    const files = (await ada?.open())?.files;
    expect(
      ['01-forward.ts', 'lib.ts', 'lib-1.ts', 'own-3.ts', 'own.ts'].map((name) => files?.get(name)),
    ).toEqual(["import './lib';", 'new', 'old', 'own', 'other']);
  });

  it('is read where the number stands behind the ending, too', async () => {
    const [ada, bob] = await readIntake(
      await classOf({
        'ada_12_501_01-forward.ts': 'old',
        'ada_12_502_01-forward.ts-1': 'new',
        'bob_13_503_hw.zip-2': one,
      }),
    );
    expect([...((await ada?.open())?.files ?? [])]).toEqual([['01-forward.ts', 'new']]);
    expect(await filesOf(bob)).toEqual(['01-forward.ts']);
  });

  it('is read so whatever the file is, and an archive that is not read is told as one', async () => {
    const [ada, bob] = await readIntake(
      await classOf({
        'ada_12_501_01-forward.ts-1': "import './helper';",
        'ada_12_502_helper.js-1': 'help',
        'ada_12_503_data.json-2': '{}',
        'bob_13_504_hw.tar.gz-1': one,
      }),
    );
    const files = (await ada?.open())?.files;
    expect([files?.get('helper.js'), files?.get('data.json')]).toEqual(['help', '{}']);
    await expect(bob?.open()).rejects.toThrow('archive');
  });

  it('is not what has one attachment number throughout: those are names', async () => {
    const folder = await classOf({ 'lab_2026_1_ada.zip': one, 'lab_2026_1_bob.zip': one });
    expect((await readIntake(folder)).map(({ id }) => id)).toEqual(['lab_2026_1_ada', 'lab_2026_1_bob']);
  });

  it.each([
    ['an id with two names', ['ada_2026_11_30.zip', 'bob_2026_12_01.zip', 'eve_2026_12_02.zip']],
    ['one id with all the archives', ['lab_3_17_smith.zip', 'lab_3_18_jones.zip', 'lab_3_19_wu.zip']],
  ])('is not what has %s', async (_, names) => {
    const folder = await classOf(Object.fromEntries(names.map((name) => [name, one])));
    expect((await readIntake(folder)).map(({ source }) => source)).toEqual(names);
  });

  it('may be of one student who handed in two archives', async () => {
    const folder = await classOf({ 'lovelaceada_12_501_a.zip': one, 'lovelaceada_12_502_b.zip': again });
    expect((await readIntake(folder)).map(({ id, others }) => [id, others])).toEqual([
      ['12', ['lovelaceada_12_501_a.zip']],
    ]);
  });

  it('marks what came late in small letters, too', async () => {
    const [ada] = await readIntake(await classOf({ 'lovelaceada_late_12_501_hw.zip': one }));
    expect([ada?.name, ada?.isMarkedLate]).toEqual(['lovelaceada', true]);
  });

  it('has a row for who handed in no exercise file', async () => {
    const [ada] = await readIntake(await classOf({ 'ada_12_501_report.pdf': '', 'alan_13_502_hw.zip': one }));
    expect(await refusalOf(ada)).toContain('ada_12_501_report.pdf holds no exercise file');
  });
});
