import { describe, expect, it } from 'vitest';
import { readZip, refusalOf, refusalOfFile } from './refusals.ts';
import { bytesOf, rawZip, rawZipOf, type RawEntry } from './zips.ts';

const MIB = 1024 * 1024; // bytes
const AGAIN = 'zip the exercises folder again.';

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

  it('no such name where it does not count: in a folder that is left out, or as macOS calls the picture of a folder', async () => {
    const aside = ['__MACOSX/._Icon\r', 'exercises/Icon\r', `node_modules/${'a/'.repeat(1000)}x.js`];
    const file = await rawZipOf([{ name: 'exercises/01-forward.ts' }, ...aside.map((name) => ({ name }))]);
    expect([...(await readZip(file)).files.keys()]).toEqual(['01-forward.ts']);
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
    const { problem } = await readZip(
      await rawZipOf([{ name: '01-forward.ts' }, { name: 'a.txt', size: 10 * MIB }, ...parts]),
    );
    expect(problem).toBe('The submission holds more than 10 MiB of files.');
  });

  it('of one file is that file refused', async () => {
    const { refused, problem } = await readZip(
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
      const { files, problem } = await readZip(
        await rawZipOf([
          { name: '01-forward.ts', content: 'one' },
          { name, ...damaged },
        ]),
      );
      expect([problem, ...files]).toEqual([null, ['01-forward.ts', 'one']]);
    },
  );
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
