// Whether a batch may write into OUT: not among what was handed in, nor over the gradebook of another share.

import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { shardIn } from '../batch/record.ts';
import type { Shard } from '../batch/shard.ts';
import { UsageError } from './usage.ts';

/** Folders of OUT that a batch writes into. */
const OWN_FOLDERS = new Set(['submissions', 'dolos']);

/** Throws UsageError where reports would be written into what was handed in. */
export function mustLieApart(folder: string, out: string): void {
  if (!existsSync(out) || !existsSync(folder)) return;
  const way = path.relative(realpathSync(out), realpathSync(folder));
  if (way === '')
    throw new UsageError('--out is the folder of the submissions: name another one for the gradebook.');
  const [first = ''] = way.split(path.sep);
  if (OWN_FOLDERS.has(first.toLowerCase()))
    throw new UsageError(
      `The submissions lie in ${first}/ of --out, where the batch writes its own: name another folder.`,
    );
}

/** Throws UsageError where a shard would replace the gradebook of another one, or of the whole class. */
export function mustBeOfThisShard(out: string, shard: Shard): void {
  const before = shard.count === 1 ? null : shardIn(out);
  if (before === null || (before.index === shard.index && before.count === shard.count)) return;
  const held = before.count === 1 ? 'the whole class' : `shard ${before.index}/${before.count}`;
  throw new UsageError(
    `${out} holds the gradebook of ${held}: give shard ${shard.index}/${shard.count} an --out of its own.`,
  );
}
