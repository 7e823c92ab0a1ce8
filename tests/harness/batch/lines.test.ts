import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from '../../../harness/batch/lines.ts';
import { folderOf } from '../folder.ts';

/** Longer than what is read at once. */
const LONG = 'ä'.repeat(700_000);

it('lines are those of the text, of any length and in any letters', async () => {
  const file = join(await folderOf({}), 'lines');
  const line = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', LONG, `${LONG}\u{1F600}`));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (texts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ' '));
      await writeFile(file, lines.map((each) => `${each}\n`).join(''));
      expect([...linesOf(file)]).toEqual(lines);
    }),
    { seed: 20260900, numRuns: 50 },
  );
});

it('what follows the last end is a line unless it is empty', async () => {
  const folder = await folderOf({ open: 'a\n\nb', closed: 'a\n', empty: '' });
  const read = (name: string) => [...linesOf(join(folder, name))];
  expect([read('open'), read('closed'), read('empty')]).toEqual([['a', '', 'b'], ['a'], []]);
});
