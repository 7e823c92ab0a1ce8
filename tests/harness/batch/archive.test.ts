import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveContent, treeContent, type Content } from '../../../harness/batch/intake/content.ts';
import { Unreadable } from '../../../harness/batch/unreadable.ts';
import { readSubmission, type Submission } from '../../../harness/submission.ts';
import { FolderTree } from '../../../harness/submission/folderTree.ts';
import { skippedWithout } from '../../leftOut.ts';
import { addFile, folderOf } from '../folder.ts';
import { readZip, refusalOfFile } from './refusals.ts';
import { addZip, bytesOf, rawZipOf, zipOf } from './zips.ts';

const isWithoutZip = skippedWithout('a zip of the zip command', 'zip');

const stub = { '01-forward.ts': 'export const one = 1;\n' };

describe('a zip', () => {
  it.each([
    ['at the top', ''],
    ['in exercises/ of a wrapping folder', 'repo-main/exercises/'],
    ['below three wrapping folders', 'a/b/c/'],
  ])('is read where the exercises are %s', async (_, place) => {
    const { id, files, problem } = await readZip(
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

  it('may have any number of files in node_modules, which are not held', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `node_modules/${index}.ts` }));
    const { files, problem } = await readZip(await rawZipOf([{ name: '01-forward.ts' }, ...many]));
    expect([problem, ...files.keys()]).toEqual([null, '01-forward.ts']);
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

  it.skipIf(isWithoutZip)('of another tool is read: that of the zip command', async () => {
    const folder = await folderOf({ 'exercises/01-forward.ts': 'one', 'exercises/lib/größe.ts': 'x' });
    const file = `${folder}.zip`;
    execFileSync('zip', ['-qr', file, 'exercises'], { cwd: folder });
    expect([...(await readZip(file)).files.keys()]).toEqual(['01-forward.ts', 'lib/größe.ts']);
  });

  it.each([
    ['UTF-8, and says so', Buffer.from('lib/größe.ts'), 0x800],
    ['UTF-8 in silence, as macOS writes them', Buffer.from('lib/größe.ts'), 0],
    ['cp437, as the format has it', Buffer.from('lib/gr\x94\xE1e.ts', 'latin1'), 0],
    ['separated by backslashes, as Windows wrote them', Buffer.from('lib\\größe.ts'), 0x800],
  ])('may have names that are %s', async (_, name, flags) => {
    const file = await rawZipOf([{ name: '01-forward.ts' }, { name, flags }]);
    expect([...(await readZip(file)).files.keys()]).toEqual(['01-forward.ts', 'lib/größe.ts']);
  });
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
  const place = fc.constantFrom(
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
    fc.tuple(place, name).map(([a, b]) => a + b),
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    { maxKeys: 8 },
  );

  it('are the same submission in a folder and in a zip, or refused in the same words', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const handed = await folderOf(given);
        await addZip(`${handed}.zip`, given);
        const [folder, zip] = [
          treeContent(new FolderTree(handed), 'ada.zip'),
          archiveContent(`${handed}.zip`, 'ada.zip'),
        ];
        expect(await comesTo(zip)).toEqual(await comesTo(folder));
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
    expect(await readZip(await rawZipOf([...entries, link]))).toEqual(readSubmission(handed));
  });
});

/** The submission, or what is said of one that cannot be read. */
async function comesTo(content: Content): Promise<Submission | string> {
  try {
    return await content.read('ada');
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}
