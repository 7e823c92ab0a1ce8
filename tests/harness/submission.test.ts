import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../harness/course.ts';
import { NoSubmission, readSubmission } from '../../harness/submission.ts';
import { EXERCISE_FILES } from '../../harness/submission/exerciseFiles.ts';
import { skippedWithout } from '../leftOut.ts';
import { addFile, folderOf, handIn } from './folder.ts';

const MIB = 1024 * 1024; // bytes

const isWindows = process.platform === 'win32';
if (isWindows) process.stdout.write('skipped: a submission with a pipe in it, for Windows has none\n');
const isWithoutPipes = isWindows || skippedWithout('a submission with a pipe in it', 'mkfifo');

const stub = { '01-forward.ts': 'export const one = 1;\n' };

describe('the id of a submission', () => {
  it("is its folder's name", async () => {
    expect(readSubmission(await folderOf(stub, 'ada lovelace')).id).toBe('ada lovelace');
  });

  it("is the parent's name where the folder is exercises", async () => {
    const folder = await folderOf({ 'exercises/01-forward.ts': '' }, 'ada');
    expect(readSubmission(join(folder, 'exercises')).id).toBe('ada');
    expect(readSubmission(`${folder}/exercises/../exercises/`).id).toBe('ada');
  });

  it('is that of the folder given, not of one wrapped in it', async () => {
    const folder = await folderOf({ 'repo-main/exercises/01-forward.ts': '' }, 'ada');
    expect(readSubmission(folder).id).toBe('ada');
  });
});

describe('the exercises', () => {
  it.each([
    ['at the top', ''],
    ['in exercises/', 'exercises/'],
    ['in a wrapping folder', 'repo/'],
    ['in exercises/ of a wrapping folder', 'repo-main/exercises/'],
    ['in exercises/ of two', 'a/b/exercises/'],
    ['in the third', 'a/b/c/'],
    ['in exercises/ of the third', 'a/b/c/exercises/'],
  ])('are found %s', async (_, place) => {
    const { files, problem } = await handIn({ [`${place}02-backward.ts`]: 'two', [`${place}lib/x.ts`]: 'x' });
    expect([...files]).toEqual([
      ['02-backward.ts', 'two'],
      ['lib/x.ts', 'x'],
    ]);
    expect(problem).toBeNull();
  });

  it('are not looked for below three wrapping folders', async () => {
    const { files } = await handIn({ 'a/b/c/d/02-backward.ts': 'two' });
    expect(files.has('02-backward.ts')).toBe(false);
  });

  it.each(['solutions', '.git', '__MACOSX', 'node_modules'])('are not looked for in %s/', async (ignored) => {
    const { files } = await handIn({
      [`${ignored}/01-forward.ts`]: 'not this',
      'repo/01-forward.ts': 'this',
    });
    expect(files.get('01-forward.ts')).toBe('this');
  });

  it('are told by their own names, whatever else has a number before its name', async () => {
    const { files } = await handIn({
      '01-notes.yaml': 'x',
      '00-setup.ts': 'x',
      'exercises/01-forward.ts': 'this',
    });
    expect(files.get('01-forward.ts')).toBe('this');
  });

  it('are the files that the rubric names', () => {
    expect([...EXERCISE_FILES]).toEqual(
      readCourse(join(import.meta.dirname, '..', '..')).exercises.map(({ file }) => file),
    );
  });

  it.each(['07-pick-the-bug.yaml', '04-three-layer.ts'])('may be %s alone', async (name) => {
    expect((await handIn({ [`repo/${name}`]: 'x' })).files.get(name)).toBe('x');
  });

  it.each([
    ['beside each other', 'ada/01-forward.ts', 'alan/exercises/02-backward.ts', 'ada and alan/exercises'],
    ['one in the other', '01-forward.ts', 'exercises/01-forward.ts', '. and exercises'],
  ])('in two folders %s are refused with both named', async (_, one, other, names) => {
    const folder = await folderOf({ [one]: '', [other]: '' });
    expect(() => readSubmission(folder)).toThrow(
      new NoSubmission(`${folder} holds exercises in ${names}: name the one to grade with --dir.`),
    );
  });
});

describe('a folder', () => {
  it('that is missing is no submission', async () => {
    const missing = join(await folderOf({}), 'missing');
    expect(() => readSubmission(missing)).toThrow(new NoSubmission(`There is no folder ${missing}.`));
  });

  it('that is a file is no submission', async () => {
    const file = join(await folderOf(stub), '01-forward.ts');
    expect(() => readSubmission(file)).toThrow(new NoSubmission(`${file} is not a folder.`));
  });

  it('that is empty is an empty submission', async () => {
    const { files, refused, problem } = readSubmission(await folderOf({}));
    expect([files.size, refused.size, problem]).toEqual([0, 0, null]);
  });
});

describe('a file', () => {
  it('is read if it is code, JSON or YAML, and left alone if not', async () => {
    const names = ['a.ts', 'b.mts', 'c.js', 'd.mjs', 'e.json', 'f.yaml', 'g.yml', 'h.md', 'i.tsx', 'j.png'];
    const { files, refused } = await handIn(Object.fromEntries(names.map((name) => [name, name])));
    expect([...files.keys()]).toEqual(names.slice(0, 7));
    expect(refused.size).toBe(0);
  });

  it('of 1 MiB is read; one byte more is refused, and counts as handed in', async () => {
    const { files, refused } = await handIn({
      '01-forward.ts': 'x'.repeat(MIB),
      '02-backward.ts': 'x'.repeat(MIB + 1),
    });
    expect([...files.keys()]).toEqual(['01-forward.ts']);
    expect([...refused]).toEqual([
      [
        '02-backward.ts',
        { message: '02-backward.ts has 1048577 bytes; a source file may have 1048576.', counts: true },
      ],
    ]);
  });

  it('that is a symbolic link is not followed, and counts as missing', async () => {
    const folder = await folderOf(stub);
    await addFile(dirname(folder), 'secret.ts', 'export const secret = 1;');
    await symlink('../secret.ts', join(folder, '02-backward.ts'));
    const { files, refused } = readSubmission(folder);
    expect([...files.keys()]).toEqual(['01-forward.ts']);
    expect(refused.get('02-backward.ts')).toEqual({
      message: '02-backward.ts is a symbolic link, which is not followed: hand in the file itself.',
      counts: false,
    });
  });

  it('in a folder that is a symbolic link is not read', async () => {
    const folder = await folderOf(stub);
    await addFile(dirname(folder), 'elsewhere/secret.ts', '');
    await symlink('../elsewhere', join(folder, 'lib'), 'junction');
    const { files, refused } = readSubmission(folder);
    expect([...files.keys()]).toEqual(['01-forward.ts']);
    expect([...refused.keys()]).toEqual(['lib']);
  });

  it('that an earlier grading wrote into the submission is none of it', async () => {
    const folder = await folderOf({ ...stub, 'out/result.json': '{}' });
    expect([...readSubmission(folder, join(folder, 'out')).files.keys()]).toEqual(['01-forward.ts']);
  });

  it.skipIf(isWithoutPipes)('that is a pipe is not opened, and counts as missing', async () => {
    const folder = await folderOf({});
    execFileSync('mkfifo', [join(folder, '01-forward.ts')]);
    expect(readSubmission(folder).refused.get('01-forward.ts')).toEqual({
      message: '01-forward.ts is a pipe, which is not followed: hand in the file itself.',
      counts: false,
    });
  });
});

describe('a submission', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`lib/${index}.txt`, '']));

  it('of 200 files is taken, of 201 refused', async () => {
    expect((await handIn({ ...stub, ...many(199) })).problem).toBeNull();
    expect((await handIn({ ...stub, ...many(200) })).problem).toBe(
      'The submission holds more than 200 files: hand in the exercises alone.',
    );
  });

  it('of 10 MiB is taken, of a byte more refused', async () => {
    const parts = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.txt`, 'x'.repeat(MIB)]));
    const full = { '01-forward.ts': '', ...parts };
    expect((await handIn(full)).problem).toBeNull();
    expect((await handIn({ ...full, 'more.txt': 'x' })).problem).toBe(
      'The submission holds more than 10 MiB of files.',
    );
  });

  it.each(['node_modules', '.git', 'lib/node_modules', '__MACOSX'])(
    'is as large as it is without %s/',
    async (ignored) => {
      const folder = await folderOf(stub);
      for (const file of Object.keys(many(201))) await addFile(folder, `${ignored}/${file}`, '');
      await addFile(folder, `${ignored}/large.ts`, 'x'.repeat(11 * MIB));
      const { files, problem } = readSubmission(folder);
      expect(problem).toBeNull();
      expect([...files.keys()]).toEqual(['01-forward.ts']);
    },
  );
});

describe('the hash', () => {
  const files = { '01-forward.ts': 'one', '02-backward.ts': 'two', 'lib/x.ts': 'three' };

  it('is the same whatever the order and the time of writing, and the folder', async () => {
    const folder = await folderOf(Object.fromEntries(Object.entries(files).toReversed()), 'alan');
    await utimes(join(folder, '01-forward.ts'), 0, 0);
    expect(readSubmission(folder).sha256).toBe((await handIn(files)).sha256);
  });

  it.each([
    ['one byte of a file', { ...files, 'lib/x.ts': 'thref' }],
    ['the name of a file', { '01-forward.ts': 'one', '02-backward.ts': 'two', 'lib/y.ts': 'three' }],
    ['the border between two files', { ...files, '01-forward.ts': 'onet', '02-backward.ts': 'wo' }],
    ['one file more', { ...files, 'z.ts': '' }],
  ])('changes with %s', async (_, changed) => {
    expect((await handIn(changed)).sha256).not.toBe((await handIn(files)).sha256);
  });

  it('is the same with or without files that are not read', async () => {
    expect((await handIn({ ...files, 'notes.md': 'x' })).sha256).toBe((await handIn(files)).sha256);
  });

  it('is the sha256 of the sorted paths and the bytes, each with its length', async () => {
    const all: Record<string, string> = { ...files, 'lib.ts': 'ẑ' };
    const hash = createHash('sha256');
    for (const name of ['01-forward.ts', '02-backward.ts', 'lib.ts', 'lib/x.ts']) {
      hash.update(`${name}\0${Buffer.byteLength(all[name] ?? '')}\0${all[name]}`);
    }
    expect((await handIn(all)).sha256).toBe(hash.digest('hex'));
  });
});
