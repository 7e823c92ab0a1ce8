// Joins the shards of a batch to the class that one run would have given.

import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { copyForDolos } from './dolos.ts';
import { foldedId } from './foldedId.ts';
import { isCaseKeptIn } from './folderName.ts';
import { groupedBy } from './grouping.ts';
import { Journal, JOURNAL, readJournal } from './journal.ts';
import { NoBatch, readRecord, type BatchRecord } from './record.ts';

/** A part of a class that was graded by itself, in a folder of its own. */
export interface GradedShard {
  folder: string;
  record: BatchRecord;
}

/** The shards in these folders. Throws NoBatch where one of them holds none. */
export function readShards(folders: readonly string[]): GradedShard[] {
  return folders.map((folder) => ({ folder, record: readRecord(folder) }));
}

/** The whole class from its shards. Throws NoBatch where one is missing, twice there, or of another batch. */
export function joinShards(shards: readonly GradedShard[]): BatchRecord {
  const [first] = shards;
  if (!first) throw new NoBatch('There is no batch to join.');
  for (const { folder, record } of shards) {
    const fault = foreign(record, first.record);
    if (fault !== null) throw new NoBatch(`${folder} does not belong to ${first.folder}: ${fault}.`);
  }
  requireEach(shards, first.record.shard.count);
  const entries = new Map(shards.flatMap(({ record }) => record.entries).map((entry) => [entry.id, entry]));
  const missing = first.record.seats.find((id) => !entries.has(id));
  if (missing !== undefined) throw new NoBatch(`No shard has graded ${missing}: run the shards again.`);
  return {
    ...first.record,
    shard: { index: 1, count: 1 },
    entries: first.record.seats.flatMap((id) => entries.get(id) ?? []),
  };
}

/**
 * Copies the reports of the shards that make up `whole` into `out`, and what their journals say, so that a later batch goes on
 * from there. Of each shard only what its own students are is taken: its folder may hold those of earlier runs.
 */
export function copyShards(shards: readonly GradedShard[], out: string, whole: BatchRecord): void {
  mkdirSync(out, { recursive: true });
  requireFoldersApart(whole, out);
  const journal = Journal.open(path.join(out, JOURNAL), { isFresh: true });
  for (const { folder, record } of shards) {
    const { entries, exercises } = record;
    const own = new Set(entries.map(({ id }) => id));
    for (const line of readJournal(path.join(folder, JOURNAL))) if (own.has(line.id)) journal.add(line);
    for (const { folder: reports } of entries) {
      if (reports === null) continue;
      cpSync(path.join(folder, reports), path.join(out, reports), { recursive: true, filter: isWhole });
      copyForDolos(folder, out, { name: path.basename(reports), exercises });
    }
  }
  journal.close();
}

/** What a run that was killed had half written is left behind. */
function isWhole(file: string): boolean {
  return !file.endsWith('.tmp');
}

/** Throws where folders of two students would be one on the disk of `out`, which does not tell cases apart as theirs did. */
function requireFoldersApart({ entries }: BatchRecord, out: string): void {
  const names = entries.flatMap(({ folder }) => folder ?? []);
  const alike = [...groupedBy(names, foldedId).values()].find(([first, ...others]) =>
    others.some((other) => other !== first),
  );
  if (alike && !isCaseKeptIn(out))
    throw new NoBatch(
      `${[...new Set(alike)].join(' and ')} are one folder on the disk of ${out}: join them on another.`,
    );
}

/** What makes a shard one of another batch; null where nothing does. */
function foreign(record: BatchRecord, first: BatchRecord): string | null {
  if (record.version !== first.version)
    return `it was graded by version ${record.version}, and not ${first.version}`;
  if (record.shard.count !== first.shard.count)
    return `it is one of ${record.shard.count} shards, and not of ${first.shard.count}`;
  if (record.draws !== first.draws) return 'its inputs were drawn with another seed or secret';
  if (record.rules !== first.rules) return 'its course.yaml or overrides.yaml are others';
  const isSame = (of: (each: BatchRecord) => unknown) =>
    JSON.stringify(of(record)) === JSON.stringify(of(first));
  if (!isSame(({ seats }) => seats)) return 'its students are others';
  if (!isSame(({ exercises }) => exercises)) return 'its exercises are others';
  if (!isSame(({ worksheet }) => worksheet)) return 'its Moodle worksheet is another';
  if (!isSame(({ assignment }) => assignment)) return 'its assignment in Canvas is another';
  return null;
}

function requireEach(shards: readonly GradedShard[], count: number): void {
  for (let index = 1; index <= count; index++) {
    const found = shards.filter(({ record }) => record.shard.index === index);
    if (found.length === 0) throw new NoBatch(`Shard ${index}/${count} is missing: name its folder too.`);
    const [one, other] = found;
    if (one && other)
      throw new NoBatch(
        `${one.folder} and ${other.folder} are both shard ${index}/${count}: name one of them.`,
      );
  }
}
