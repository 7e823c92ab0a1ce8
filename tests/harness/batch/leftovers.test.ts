import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeLeftovers } from '../../../harness/batch/leftovers.ts';
import type { Entry } from '../../../harness/gradebook.ts';
import { folderOf } from '../folder.ts';

const entry = (folder: string | null) => ({ folder }) as Entry;

it('reports of who has none now are gone, with their files for Dolos; everything else stays', async () => {
  const out = await folderOf({
    ...{ 'submissions/ada/result.json': '', 'submissions/ada/index.html': '' },
    ...{ 'submissions/bob/result.json': '', 'submissions/bob/index.html': '', 'submissions/bob/x.tmp': '' },
    ...{ 'submissions/cy/result.json': '', 'submissions/cy/notes.md': '' },
    ...{ 'dolos/01-forward/ada.ts': '', 'dolos/01-forward/bob.ts': '', 'dolos/05-tanh/bob.ts': '' },
    ...{ 'dolos/template/01-forward.ts': '', 'dolos/info.csv': '', 'gradebook.csv': '' },
  });
  removeLeftovers(out, [entry('submissions/ada'), entry(null)]);
  const left = await readdir(out, { recursive: true, withFileTypes: true });
  const files = left.filter((each) => each.isFile()).map(({ name, parentPath }) => join(parentPath, name));
  expect(files.map((file) => file.slice(out.length + 1)).toSorted()).toEqual([
    ...['dolos/01-forward/ada.ts', 'dolos/info.csv', 'dolos/template/01-forward.ts', 'gradebook.csv'],
    ...['submissions/ada/index.html', 'submissions/ada/result.json', 'submissions/cy/notes.md'],
  ]);
  expect(await readdir(join(out, 'submissions'))).toEqual(['ada', 'cy']);
});

it('a folder that no batch has written into holds no leftovers', async () => {
  const out = await folderOf({});
  removeLeftovers(out, []);
  expect(await readdir(out)).toEqual([]);
});
