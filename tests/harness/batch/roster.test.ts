import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRoster, RosterError, type Student } from '../../../harness/batch/roster.ts';
import { folderOf } from '../folder.ts';

async function rosterOf(content: string | Buffer): Promise<string> {
  const file = join(await folderOf({}, 'class'), 'roster.csv');
  await writeFile(file, content);
  return file;
}

async function read(content: string | Buffer): Promise<Student[]> {
  return readRoster(await rosterOf(content));
}

/** What is said of a roster that must be refused, without the path of its file. */
async function faultsOf(content: string | Buffer): Promise<string[]> {
  const file = await rosterOf(content);
  try {
    readRoster(file);
  } catch (error) {
    expect(error).toBeInstanceOf(RosterError);
    return (error instanceof Error ? error.message : '').replaceAll(file, 'roster.csv').split('\n');
  }
  throw new Error('the roster was taken');
}

const ada = { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.org', group: 'A' };
const table = 'id,name,email,group\nada,Ada Lovelace,ada@example.org,A\n';

describe('a roster', () => {
  it('is read by its header, whatever the order, case and space around', async () => {
    expect(await read(table)).toEqual([ada]);
    expect(await read(' Group ,note,ID, Email,NAME\nA,x, ada ,ada@example.org, Ada Lovelace\n')).toEqual([
      ada,
    ]);
  });

  it('needs ids alone', async () => {
    expect(await read('id\n7\n8\n')).toEqual(
      ['7', '8'].map((id) => ({ id, name: '', email: '', group: '' })),
    );
  });

  it.each([
    ['semicolons', table.replaceAll(',', ';')],
    ['tabs', table.replaceAll(',', '\t')],
    [
      'semicolons and a comma in a quoted heading',
      `"a,b,c,d,e";${table.replaceAll(',', ';').replace('\n', '\n;')}`,
    ],
    ['a byte order mark', `\uFEFF${table}`],
    ['lines of Windows', table.replaceAll('\n', '\r\n')],
    ['lines of an old Mac', table.replaceAll('\n', '\r')],
    ['no end of the last line', table.trimEnd()],
    ['empty lines after it', `${table}\n\r\n   \n`],
    ['empty lines before it', `\n\n${table}`],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${table}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16()],
  ])('may have %s', async (_, content) => {
    expect(await read(content)).toEqual([ada]);
  });

  it('may have quoted cells with delimiters, quotes and lines in them', async () => {
    const [first, second] = await read('id,name\n"a","Lovelace, ""Ada""\nCountess"\nb,the "other" one\n');
    expect([first?.name, second?.name]).toEqual(['Lovelace, "Ada"\nCountess', 'the "other" one']);
  });

  it('may have Alan and alan as two', async () => {
    expect((await read('id\nAlan\nalan\n')).map(({ id }) => id)).toEqual(['Alan', 'alan']);
  });

  it('of 5,000 students is read whole', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, index) => `s${index},"Name ${index}",s${index}@example.org,A`,
    );
    const students = await read(`id,name,email,group\n${rows.join('\n')}\n`);
    expect([students.length, students.at(-1)?.id]).toEqual([5000, 's4999']);
  });
});

describe('a row at fault is named with its line:', () => {
  it('too few cells, too many, no id, and an id twice, all at once', async () => {
    const text = 'id,name\n"a","two\r\nlines"\nb\n\nc,x,y\n,Nobody\n  ,Nobody\na,Again\n b ,Bob\nb,Bob\n,\n';
    expect(await faultsOf(text)).toEqual([
      'roster.csv:4: this row has 1 cell, and the header has 2.',
      'roster.csv:6: this row has 3 cells, and the header has 2.',
      'roster.csv:7: this row has no id.',
      'roster.csv:8: this row has no id.',
      'roster.csv:9: the id a is on line 2 already.',
      'roster.csv:10: the id b is on line 4 already.',
      'roster.csv:11: the id b is on line 4 already.',
      'roster.csv:12: this row has no id.',
    ]);
  });

  it('a row of several lines, by its first', async () => {
    expect(await faultsOf('id,name\n"","a\nb\nc"\n')).toEqual(['roster.csv:2: this row has no id.']);
  });

  it('a quote that is never closed', async () => {
    expect(await faultsOf('id,name\na,b\n\nc,"d\ne,f\n')).toEqual([
      'roster.csv:4: a quoted cell starts in this row and is never closed.',
    ]);
  });

  it('a quote that is never closed, beside whatever else is at fault', async () => {
    expect(await faultsOf('id,name\nada\nbob,"Bob\ncarl,Carl\n')).toEqual([
      'roster.csv:2: this row has 1 cell, and the header has 2.',
      'roster.csv:3: a quoted cell starts in this row and is never closed.',
    ]);
  });

  it('a quote that another cell closes, which hides no student', async () => {
    expect(await faultsOf('id,name,mail\nada,"Ada,a@x\nbob,"Bob B",b@x\neve,Eve,e@x\n')).toEqual([
      'roster.csv:2: a quoted cell starts in this row and is never closed.',
    ]);
  });
});

describe('a roster that is none', () => {
  it.each([
    [
      'has no column id',
      'name;e-mail\nAda;x\n',
      'roster.csv:1: a roster needs a column id; its columns are name, e-mail.',
    ],
    ['has two columns id', 'id,ID\n1,2\n', 'roster.csv:1: there are two columns called id.'],
    [
      'is empty',
      '',
      'roster.csv is empty: a roster starts with a row that names its columns, id among them.',
    ],
    [
      'has blank lines alone',
      '\n \n',
      'roster.csv is empty: a roster starts with a row that names its columns, id among them.',
    ],
    [
      'is in Latin-1',
      Buffer.from('id,name\n1,Ada\n2,Zo\xEB\n', 'latin1'),
      'roster.csv:3: this is neither UTF-8 nor UTF-16: save the roster as CSV UTF-8.',
    ],
  ])('%s and says so', async (_, content, said) => {
    expect(await faultsOf(content)).toEqual([said]);
  });

  it('is not there and says so', async () => {
    const file = join(await folderOf({}), 'missing.csv');
    expect(() => readRoster(file)).toThrow(new RosterError(`There is no roster ${file}.`));
    const folder = await folderOf({});
    expect(() => readRoster(folder)).toThrow(
      new RosterError(`The roster ${folder} cannot be read (EISDIR).`),
    );
  });
});
