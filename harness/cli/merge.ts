// `npm run grade:merge -- OUT ... --out DIR`: join the shards of a batch into one gradebook and one page.

import { existsSync, realpathSync } from 'node:fs';
import { copyShards, joinShards, readShards } from '../batch/merge.ts';
import { lockFolder } from '../batch/lock.ts';
import { removeRecord } from '../batch/record.ts';
import { writeClass } from '../batch/writeClass.ts';
import { readCourse } from '../course.ts';
import { classSummary } from './classSummary.ts';
import { MERGE_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { fromCaller, readWords, shortened, UsageError } from './usage.ts';

const OPTIONS = { out: { type: 'string' }, help: { type: 'boolean', default: false } } as const;

/** Joins shards; nothing is graded. */
export async function mergeCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(MERGE_HELP);
    return 0;
  }
  if (positionals.length === 0 || values.out === undefined)
    throw new UsageError(
      'Name the folders of the shards and one for the class: npm run grade:merge -- OUT ... --out DIR.',
    );
  const folders = positionals.map(fromCaller);
  const out = fromCaller(values.out);
  if (folders.map(placeOf).includes(placeOf(out)))
    throw new UsageError('--out is one of the shards: name a folder of its own for the class.');
  const shards = readShards(folders);
  const record = joinShards(shards);
  const unlock = lockFolder(out);
  try {
    removeRecord(out);
    copyShards(shards, out, record);
    const written = await writeClass(root, out, readCourse(root), record);
    process.stdout.write(classSummary(record, written.map(shortened)));
    return record.entries.some(({ status }) => status === 'errored') ? 3 : 0;
  } finally {
    unlock();
  }
}

/** Where a folder really lies: a link may name it otherwise. */
function placeOf(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}
