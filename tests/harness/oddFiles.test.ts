import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeContent } from '../../harness/batch/intake/content.ts';
import { readSubmission } from '../../harness/submission.ts';
import { rootsOf } from '../../harness/submission/roots.ts';
import { readWanted, surveyOf } from '../../harness/submission/survey.ts';
import type { Tree } from '../../harness/submission/tree.ts';
import { folderOf } from './folder.ts';

const isWindows = process.platform === 'win32';
if (isWindows) process.stdout.write('skipped: file names that Windows does not have\n');
const closed = Object.assign(new Error('closed'), { code: 'EACCES' });
/** The one system whose disks take any bytes for a name. */
const isLinux = process.platform === 'linux';

const stub = { '01-forward.ts': 'export const one = 1;\n' };

describe('a file', () => {
  it.each([
    ['UTF-16, little end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('in %s is read as what it says', async (_, encoded) => {
    const folder = await folderOf({});
    await writeFile(join(folder, '07-pick-the-bug.yaml'), encoded('answers:\r\n  á: b\r\n'));
    expect(readSubmission(folder).files.get('07-pick-the-bug.yaml')).toBe('answers:\r\n  á: b\r\n');
  });

  it('of JSON with a byte order mark can be imported', async () => {
    const folder = await folderOf({ ...stub, 'sizes.json': '\uFEFF{ "h": 16 }' });
    expect(readSubmission(folder).files.get('sizes.json')).toBe('{ "h": 16 }');
  });

  it.skipIf(isWindows)(
    'whose name is a path elsewhere, or no text, is left out and costs the others nothing',
    async () => {
      const folder = await folderOf({ ...stub, '\\x.ts': '', 'a\nb.ts': '' });
      if (isLinux) {
        await writeFile(bytesPath(folder, 'L\u00f6sung.ts'), '');
        await mkdir(bytesPath(folder, '\u00fcbung'));
      }
      const { files, refused } = readSubmission(folder);
      expect([...files.keys()]).toEqual(['01-forward.ts']);
      expect(
        [...refused.values()].map(({ message }) => message.replace(/^.*?(?= has)/su, '')).toSorted(),
      ).toEqual([
        ...new Array<string>(isLinux ? 2 : 0).fill(
          ' has a name that is no text and cannot be read: hand in the file itself.',
        ),
        ...new Array<string>(2).fill(' has a name that not every system takes: give it a plain one.'),
      ]);
    },
  );

  it('that the system does not give out is told, and costs the others nothing', () => {
    const tree: Tree = {
      list: (folder) => {
        if (folder !== '') throw closed;
        return [
          { name: '01-forward.ts', kind: 'file' },
          { name: '02-backward.ts', kind: 'file' },
          { name: 'lib', kind: 'folder' },
        ];
      },
      sizeOf: () => 1,
    };
    const { survey, bytes } = readWanted(surveyOf(tree, ''), (file) => {
      if (file === '02-backward.ts') throw closed;
      return Buffer.from(file);
    });
    expect([survey.wanted, bytes.map(String)]).toEqual([['01-forward.ts'], ['01-forward.ts']]);
    expect([...survey.refused]).toEqual([
      ['lib', { message: 'lib cannot be read (EACCES): look at its permissions.', counts: false }],
      [
        '02-backward.ts',
        { message: '02-backward.ts cannot be read (EACCES): look at its permissions.', counts: true },
      ],
    ]);
  });
});

describe('a folder that cannot be looked into', () => {
  const holding = (beside: string[]): Tree => ({
    list: (folder) => {
      if (folder === 'private') throw closed;
      if (folder !== '') return [{ name: '01-forward.ts', kind: 'file' }];
      return ['private', ...beside].map((name) => ({ name, kind: 'folder' as const }));
    },
    sizeOf: () => 1,
  });

  it('hides no submission beside it', () => {
    expect(rootsOf(holding(['repo']))).toEqual(['repo']);
  });

  it('is told where there is no other', () => {
    expect(() => rootsOf(holding([]))).toThrow(closed);
  });

  it('is older than whatever else a student handed in, and ends no batch', () => {
    const tree = { ...holding([]), pathOf: String, read: () => Buffer.alloc(0) };
    expect(treeContent(tree, 'ada').changedAt()).toEqual(new Date(0));
  });
});

/** A path whose last part is these letters in Latin-1, which is no UTF-8. */
function bytesPath(folder: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
}
