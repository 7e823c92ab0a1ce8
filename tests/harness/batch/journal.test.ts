import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal, readJournal, type Line } from '../../../harness/batch/journal.ts';
import { folderOf } from '../folder.ts';

const line = (id: string): Line => ({ id, key: 'k', digest: { status: 'passed' } as Line['digest'] });

describe('a journal', () => {
  it('has one line of JSON for each submission, and a line end behind each', async () => {
    const file = await journalOf('');
    write(file, 'ada', 'bob');
    write(file, 'cleo');
    const text = await readFile(file, 'utf8');
    expect(text.endsWith('}\n')).toBe(true);
    const ids = text
      .slice(0, -1)
      .split('\n')
      .map((each) => (JSON.parse(each) as Line).id);
    expect(ids).toEqual(['ada', 'bob', 'cleo']);
  });

  it('goes on behind a line that was cut off, which says nothing', async () => {
    const file = await journalOf('');
    write(file, 'ada');
    await appendFile(file, '{"id":"bob","ke');
    write(file, 'cleo');
    expect(readJournal(file).map(({ id }) => id)).toEqual(['ada', 'cleo']);
  });

  it('that began anew forgets what stands before, also when it is gone on with', async () => {
    const file = await journalOf('');
    write(file, 'ada', 'bob');
    const fresh = Journal.open(file, { isFresh: true });
    fresh.add(line('bob'));
    fresh.close(); // cut off before ada
    const next = Journal.open(file);
    expect([next.recall('ada', 'k'), next.recall('bob', 'k')]).toEqual([null, line('bob').digest]);
    next.close();
    expect(readJournal(file)).toEqual([line('bob')]);
  });

  it.each(['null', '[]', '7', '{}', '{"id":"bob","key":"k"}', ''])(
    'passes over the line %s',
    async (other) => {
      const file = await journalOf(`${JSON.stringify(line('ada'))}\n${other}\n`);
      expect(readJournal(file)).toEqual([line('ada')]);
    },
  );
});

async function journalOf(text: string): Promise<string> {
  const file = join(await folderOf({}, 'out'), 'journal.jsonl');
  await writeFile(file, text);
  return file;
}

function write(file: string, ...ids: string[]): void {
  const journal = Journal.open(file);
  for (const id of ids) journal.add(line(id));
  journal.close();
}
