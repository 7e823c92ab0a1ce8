import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderNameOf, folderNamesOf, isCaseKeptIn } from '../../../harness/batch/folderName.ts';
import { folderOf } from '../folder.ts';

describe('the folder of an id', () => {
  it.each([
    'ada',
    '12345',
    'Ada Lovelace',
    'ada.lovelace@example.org',
    'Zoë 李',
    'a-b_c+d',
    "O'Neil",
    'console',
    'com10',
  ])('is the id where that is plain: %s', (id) => {
    expect(folderNameOf(id)).toBe(id);
  });

  it.each([
    ['', '='],
    ['.', '=2E'],
    ['..', '=2E=2E'],
    ['../../etc', '=2E.=2F..=2Fetc'],
    ['a/b', 'a=2Fb'],
    ['a\\b', 'a=5Cb'],
    ['C:', 'C=3A'],
    ['a=b', 'a=3Db'],
    ['a.', 'a=2E'],
    [' a ', '=20a=20'],
    ['.git', '=2Egit'],
    ['a\u0000\n', 'a=00=0A'],
    ['CON', '=43ON'],
    ['nul.txt', '=6Eul.txt'],
    ['Lpt1', '=4Cpt1'],
  ])('of %j is %s', (id, name) => {
    expect(folderNameOf(id)).toBe(name);
  });

  it('is one that can be made, inside its place, and no other id has it', async () => {
    const character = fc.constantFrom(...'a A . = / \\ : \n \u0000 é 李 - % 2 F *'.split(' '), ' ');
    const ids = fc.uniqueArray(fc.string({ unit: character, maxLength: 300 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(ids, async (given) => {
        const place = await folderOf({}, 'submissions');
        const names = [...folderNamesOf(given, () => isCaseKeptIn(place)).values()];
        for (const name of names) {
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
          expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^[. ]|[. ]$|^$/u);
          mkdirSync(join(place, name));
        }
        expect(readdirSync(place)).toHaveLength(given.length);
      }),
      { numRuns: 50 },
    );
  });

  it('that is too long is cut between characters, and differs by what was cut', () => {
    const [one, two] = ['a', 'b'].map((end) => folderNameOf(`${'李'.repeat(100)}${end}`));
    expect(one).toMatch(/^李+=-[0-9a-f]{16}$/u);
    expect(one).not.toBe(two);
  });
});

describe('the folders of ids that differ by case alone', () => {
  const ids = ['Alan', 'alan', 'ada'];

  it('are the ids where the disk keeps cases apart', () => {
    expect([...folderNamesOf(ids, () => true)]).toEqual(ids.map((id) => [id, id]));
  });

  it('differ by more where it does not, and the same in any order', () => {
    const names = folderNamesOf(ids, () => false);
    expect(names.get('ada')).toBe('ada');
    expect(new Set([...names.values()].map((name) => name.toLowerCase())).size).toBe(3);
    expect(folderNamesOf(ids.toReversed(), () => false).get('alan')).toBe(names.get('alan'));
  });

  it('are told by trying, which leaves nothing behind', async () => {
    const folder = await folderOf({ a: '' });
    expect(isCaseKeptIn(join(folder, 'to', 'be', 'made'))).toBe(!existsSync(join(folder, 'A')));
    expect(readdirSync(folder)).toEqual(['a']);
  });
});
