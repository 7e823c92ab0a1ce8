import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveContent } from '../../../harness/batch/intake/content.ts';
import { Unreadable } from '../../../harness/batch/unreadable.ts';
import { readSubmission, type Submission } from '../../../harness/submission.ts';
import { addFile, folderOf } from '../folder.ts';
import { addZip, bytesOf, rawZip, rawZipOf, zipOf, type RawEntry } from './zips.ts';

const MIB = 1024 * 1024; // bytes
const stub = { '01-forward.ts': 'export const one = 1;\n' };
const AGAIN = 'zip the exercises folder again.';

function read(file: string): Promise<Submission> {
  return archiveContent(file, 'ada.zip').read('ada');
}

/** What is said of a zip of these entries; it must be refused. */
async function refusalOf(...entries: RawEntry[]): Promise<string> {
  return refusalOfFile(await rawZipOf(entries));
}

async function refusalOfFile(file: string): Promise<string> {
  const error: unknown = await read(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Unreadable);
  return error instanceof Error ? error.message : '';
}

describe('a zip', () => {
  it.each([
    ['at the top', ''],
    ['in exercises/ of a wrapping folder', 'repo-main/exercises/'],
    ['below three wrapping folders', 'a/b/c/'],
  ])('is read where the exercises are %s', async (_, place) => {
    const { id, files, problem } = await read(
      await zipOf({ [`${place}02-backward.ts`]: 'two', [`${place}lib/x.ts`]: 'x', [`${place}notes.md`]: '' }),
    );
    expect([id, problem, ...files]).toEqual(['ada', null, ['02-backward.ts', 'two'], ['lib/x.ts', 'x']]);
  });

  it.each([
    ['holds nothing', {}],
    ['holds no exercise file', { 'notes.md': '' }],
    ['hides it below four folders', { 'a/b/c/d/01-forward.ts': '' }],
    ['has it in solutions/', { 'solutions/01-forward.ts': '' }],
    ['has it in __MACOSX/', { '__MACOSX/01-forward.ts': '' }],
  ])('that %s is refused', async (_, files) => {
    expect(await refusalOfFile(await zipOf(files))).toBe(
      'ada.zip holds no exercise file such as 01-forward.ts, at its top, in exercises/ or within 3 folders.',
    );
  });

  it('that holds a zip is not opened deeper, and says so', async () => {
    const inner = readFileSync(await zipOf(stub));
    expect(await refusalOfFile(await zipOf({ 'hw.zip': inner }))).toContain('(hw.zip in it is not opened)');
  });

  it('with two candidate folders is refused with both named', async () => {
    const file = await zipOf({ 'old/01-forward.ts': '', 'new/exercises/01-forward.ts': '' });
    expect(await refusalOfFile(file)).toBe(
      'ada.zip holds exercises in new/exercises and old: hand in one of them.',
    );
  });

  it('of another tool is read: that of the zip command', async () => {
    const folder = await folderOf({ 'exercises/01-forward.ts': 'one', 'exercises/lib/größe.ts': 'x' });
    const file = `${folder}.zip`;
    try {
      execFileSync('zip', ['-qr', file, 'exercises'], { cwd: folder });
    } catch {
      process.stdout.write('skipped: a zip of the zip command, which is not here\n');
      return;
    }
    expect([...(await read(file)).files.keys()]).toEqual(['01-forward.ts', 'lib/größe.ts']);
  });

  it.each([
    ['UTF-8, and says so', Buffer.from('lib/größe.ts'), 0x800],
    ['UTF-8 in silence, as macOS writes them', Buffer.from('lib/größe.ts'), 0],
    ['cp437, as the format has it', Buffer.from('lib/gr\x94\xE1e.ts', 'latin1'), 0],
    ['separated by backslashes, as Windows wrote them', Buffer.from('lib\\größe.ts'), 0x800],
  ])('may have names that are %s', async (_, name, flags) => {
    const file = await rawZipOf([{ name: '01-forward.ts' }, { name, flags }]);
    expect([...(await read(file)).files.keys()]).toEqual(['01-forward.ts', 'lib/größe.ts']);
  });
});

describe('a hostile zip is refused with one sentence that says why:', () => {
  const one: RawEntry = { name: '01-forward.ts', content: 'one' };

  it.each([
    ['../evil.ts', 'which leads out of the archive'],
    ['exercises/../../evil.ts', 'which leads out of the archive'],
    ['node_modules/../../evil.ts', 'which leads out of the archive'],
    ['..\\..\\evil.ts', 'which leads out of the archive'],
    ['/etc/cron.d/evil.ts', 'which is a place on a disk and not in the archive'],
    ['\\\\server\\evil.ts', 'which is a place on a disk and not in the archive'],
    ['C:\\evil.ts', 'which is a place on a disk and not in the archive'],
    ['c:evil.ts', 'which is a place on a disk and not in the archive'],
  ])('the path %s', async (name, why) => {
    const said = name.replaceAll('\\', '/');
    expect(await refusalOf(one, { name })).toBe(`ada.zip holds ${said}, ${why}: ${AGAIN}`);
  });

  it('a name with control characters, which the message leaves out', async () => {
    expect(await refusalOf(one, { name: 'a\u001B[31m\n.ts' })).toBe(
      `ada.zip holds a .ts, a name with control characters: ${AGAIN}`,
    );
  });

  it('a name without end, which the message cuts', async () => {
    const said = await refusalOf(one, { name: `${'a/'.repeat(20_000)}x.ts` });
    expect(said).toContain('a path of more than 1024 bytes');
    expect(said.length).toBeLessThan(300);
  });

  it.each([
    ['the same name twice', [one, one]],
    ['a name that is the same once it is cleaned', [one, { name: './01-forward.ts' }]],
    ['a file in a file', [one, { name: '01-forward.ts/x.ts' }]],
    ['a file that was a folder', [{ name: '01-forward.ts/x.ts' }, one]],
    ['a link with files in it', [one, { name: 'lib', attributes: 0o120777 * 2 ** 16 }, { name: 'lib/x.ts' }]],
  ])('%s', async (_, entries) => {
    expect(await refusalOf(...entries)).toMatch(
      /^ada\.zip holds two things called [\w./-]+: zip .* again\.$/,
    );
  });

  it('a password', async () => {
    expect(await refusalOf({ ...one, flags: 1 })).toBe(
      'ada.zip has a password (01-forward.ts): hand in a zip without one.',
    );
    expect(await refusalOf({ ...one, flags: 0x41 })).toBe(
      'ada.zip has a password: hand in a zip without one.',
    );
  });

  it('a compression that is not read', async () => {
    expect(await refusalOf({ ...one, method: 14 })).toBe(
      'ada.zip holds 01-forward.ts compressed in a way that is not read (method 14): zip it the usual way, by deflate.',
    );
  });

  it.each([
    ['more bytes than it declares', { content: 'x'.repeat(20 * MIB), size: MIB }],
    ['fewer bytes than it declares', { size: 1000 }],
    ['other bytes than it declares', { crc: 1 }],
    ['bytes that do not inflate', { method: 0, flags: 0, size: 3 }],
  ])('%s', async (_, lie) => {
    const zip = rawZip([{ ...one, ...lie }]);
    // Stored bytes that are said to be deflated.
    if ('method' in lie) for (const at of [8, zip.indexOf('PK\x01\x02') + 10]) zip.writeUInt16LE(8, at);
    expect(await refusalOfFile(await bytesOf(zip))).toBe(
      `ada.zip is damaged at 01-forward.ts, whose content is not what its list of files says: ${AGAIN}`,
    );
  });

  it('entries in the bytes of each other', async () => {
    const kernel = 'x'.repeat(100_000);
    expect(
      await refusalOf({ ...one, content: kernel }, { name: '02-backward.ts', content: kernel, offset: 0 }),
    ).toBe(`ada.zip holds 02-backward.ts in the bytes of another file: ${AGAIN}`);
  });

  it('a place beyond its end', async () => {
    expect(await refusalOf({ ...one, offset: 0xff_ff_ff })).toContain('is damaged at 01-forward.ts');
  });

  it('content that is longer packed than it can be', async () => {
    expect(await refusalOf({ ...one, packedSize: 5000 })).toBe(
      `ada.zip holds 01-forward.ts in more bytes than it can need: ${AGAIN}`,
    );
  });

  const WHOLE = `ada.zip is no whole zip file, but cut off, damaged or of another kind: ${AGAIN}`;

  it.each([
    ['no bytes', ''],
    ['text', 'export const one = 1;\n'],
    ['another archive', '7z\xBC\xAF\x27\x1C'],
  ])('%s by that name', async (_, text) => {
    expect(await refusalOfFile(await bytesOf(Buffer.from(text, 'latin1')))).toBe(WHOLE);
  });

  it('a download that was cut off', async () => {
    const zip = rawZip([one]);
    for (const length of [10, 60, zip.length - 30, zip.length - 1])
      expect(await refusalOfFile(await bytesOf(zip.subarray(0, length)))).toBe(WHOLE);
  });

  it('lists at places that no file has', async () => {
    const places = [0n, 2n ** 31n, 2n ** 53n, 2n ** 64n - 1n];
    for (const [record, list] of places.flatMap((a) => places.map((b) => [a, b] as const)))
      expect(await refusalOfFile(await bytesOf(largeZip(record, list)))).toBe(WHOLE);
  });

  it('more files than can be held', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `lib/${index}.txt` }));
    expect(await refusalOf(one, ...many)).toBe(
      'ada.zip lists more than 10000 files: hand in the exercises alone.',
    );
  });

  it('more folders than can be held', async () => {
    const deep = Array.from({ length: 40 }, (_, index) => ({ name: `${index}/${'a/'.repeat(400)}x.ts` }));
    expect(await refusalOf(one, ...deep)).toContain('lists more than 10000 files');
  });
});

describe('a bomb', () => {
  it('that says how large it is fails as a folder of that size does, and nothing of it is inflated', async () => {
    const parts = Array.from({ length: 11 }, (_, index) => ({
      name: `b${index}.ts`,
      content: 'x',
      size: MIB,
    }));
    const { problem } = await read(
      await rawZipOf([{ name: '01-forward.ts' }, { name: 'a.txt', size: 10 * MIB }, ...parts]),
    );
    expect(problem).toBe('The submission holds more than 10 MiB of files.');
  });

  it('of one file is that file refused', async () => {
    const { refused, problem } = await read(
      await rawZipOf([{ name: '01-forward.ts', content: 'x', size: 2 * MIB }, { name: '02-backward.ts' }]),
    );
    expect([problem, ...refused]).toEqual([
      null,
      [
        '01-forward.ts',
        { message: '01-forward.ts has 2097152 bytes; a source file may have 1048576.', counts: true },
      ],
    ]);
  });

  it.each(['node_modules/a.ts', '.git/a.ts', '__MACOSX/a.ts', 'lib/node_modules/a.ts', 'a.png'])(
    'in %s is not looked at',
    async (name) => {
      const damaged = { content: 'x'.repeat(1000), size: 5, crc: 1 };
      const { files, problem } = await read(
        await rawZipOf([
          { name: '01-forward.ts', content: 'one' },
          { name, ...damaged },
        ]),
      );
      expect([problem, ...files]).toEqual([null, ['01-forward.ts', 'one']]);
    },
  );
});

describe('an archive of another kind', () => {
  it.each(['ada.tar.gz', 'ada.tgz', 'ada.7z', 'ada.rar', 'ada.tar', 'ada.tar.xz'])(
    'such as %s is told to be a zip',
    async (name) => {
      const file = await bytesOf(Buffer.from('x'), name);
      await expect(archiveContent(file, name).read('ada')).rejects.toThrow(
        new Unreadable(`${name} is an archive that is not read: hand in a zip or a folder.`),
      );
    },
  );
});

describe('the same files', () => {
  const name = fc.constantFrom(
    '01-forward.ts',
    '02-backward.ts',
    'x.ts',
    'a.json',
    'notes.md',
    'y.mjs',
    'ü.ts',
  );
  const folder = fc.constantFrom(
    '',
    'lib/',
    'lib/deep/',
    'exercises/',
    'repo/',
    'repo/exercises/',
    'node_modules/',
    '.git/',
    'solutions/',
    '__MACOSX/',
  );
  const files = fc.dictionary(
    fc.tuple(folder, name).map(([a, b]) => a + b),
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    { maxKeys: 8 },
  );

  it('are the same submission in a folder and in a zip', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const handed = await folderOf(given);
        await addZip(`${handed}.zip`, given);
        const zipped: unknown = await read(`${handed}.zip`).catch((error: unknown) => error);
        if (zipped instanceof Unreadable) {
          expect(Object.keys(given).some((file) => file === '01-forward.ts')).toBe(false);
          return;
        }
        expect(zipped).toEqual(readSubmission(handed));
      }),
      { numRuns: 60 },
    );
  });

  it('are the same where they are too many, and where one is a link', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 210 }, (_, index) => [`lib/${index}.ts`, `${index}`]),
    );
    const handed = await folderOf({ ...stub, ...many });
    await addFile(dirname(handed), 'secret.ts', '');
    await mkdir(join(handed, 'a'));
    await symlink('../../secret.ts', join(handed, 'a', 'secret.ts'));
    const entries = Object.entries({ ...stub, ...many }).map(([file, content]) => ({ name: file, content }));
    const link = { name: 'a/secret.ts', content: '../../secret.ts', attributes: 0o120777 * 2 ** 16 };
    expect(await read(await rawZipOf([...entries, link]))).toEqual(readSubmission(handed));
  });
});

/** The end of a zip of more than 4 GiB, whose record and list of files are said to be at these places. */
function largeZip(record: bigint, list: bigint): Buffer {
  const [head, locator] = [Buffer.alloc(56), Buffer.alloc(20)];
  head.write('PK\x06\x06', 'latin1');
  head.writeBigUInt64LE(3n, 32);
  head.writeBigUInt64LE(list, 48);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(record, 8);
  return Buffer.concat([head, locator, rawZip([])]);
}
