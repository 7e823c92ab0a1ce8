// What a run leaves beside its gradebook, so that shards can be joined to the class that they are parts of.

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Entry, Heading } from '../gradebook.ts';
import { writeWhole } from '../write.ts';
import { linesOf } from './lines.ts';
import type { Rules } from './rules.ts';
import type { Shard } from './shard.ts';
import { WrongUse } from '../wrongUse.ts';

export const RECORD_SCHEMA = 'handgrad/batch/v1';

/** What ends a record behind its entries. */
const TAIL = ']}';

/** The class as a whole, the same in all its shards; and the entries of this one. */
export interface BatchRecord {
  schema: typeof RECORD_SCHEMA;
  handgrad: string;
  /** Of `graderVersion`. */
  version: string;
  title: string;
  exercises: Heading[];
  /** The ids of all seats, in the order of the gradebook. */
  seats: string[];
  /** The assignment as Canvas names it. */
  assignment: string;
  /** The worksheet as Moodle gave it; null where there is none. */
  worksheet: string | null;
  /** A hash of what the inputs are drawn from beside the submissions. */
  draws: string;
  /** A hash of what points are given and taken by beside the graders: due dates, lateness, overrides. */
  rules: string;
  shard: Shard;
  entries: Entry[];
}

/** A folder that is no finished batch, or does not belong to the others. */
export class NoBatch extends WrongUse {
  override name = 'NoBatch';
}

/** Written last: where it is, the run has come to its end. */
export function writeRecord(out: string, record: BatchRecord): void {
  writeWhole(fileIn(out), linesFor(record));
}

/** JSON with a line for each entry, since that of a large class is longer than a string can be. */
function* linesFor({ entries, ...about }: BatchRecord): Generator<string> {
  yield JSON.stringify({ ...about, entries: [] }).slice(0, -TAIL.length);
  for (const [index, entry] of entries.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(entry)}`;
  yield `\n${TAIL}`;
}

/** Throws where these are no such lines. */
function fromLines([first = '', ...rest]: string[]): unknown {
  const about = JSON.parse(`${first}${TAIL}`) as object;
  const entries = rest.slice(0, -1).map((line): unknown => JSON.parse(line.replace(/,$/, '')));
  return { ...about, entries };
}

/** The same for runs whose inputs are drawn alike; it gives no secret away that is long. */
export function drawsOf({ seed, secret }: { seed: number | null; secret: string | null }): string {
  return createHash('sha256')
    .update(JSON.stringify([seed, secret]))
    .digest('hex');
}

/** The same for runs that give and take points alike, wherever the files lie that say so. */
export function rulesHash({ policy, overrides }: Pick<Rules, 'policy' | 'overrides'>): string {
  const given = [...overrides.values()]
    .flat()
    .map(({ student, exercise, points, reason }) => [student, exercise, points, reason]);
  return createHash('sha256')
    .update(JSON.stringify([policy, given]))
    .digest('hex');
}

/** Which share of a class a finished run left in `out`; null where there is none. */
export function shardIn(out: string): Shard | null {
  try {
    return readRecord(out).shard;
  } catch (error) {
    if (error instanceof NoBatch) return null;
    throw error;
  }
}

/** A run that begins is not finished, whatever was before it. */
export function removeRecord(out: string): void {
  rmSync(fileIn(out), { force: true });
}

/** The record of a finished batch in `out`. Throws NoBatch where there is none. */
export function readRecord(out: string): BatchRecord {
  const file = fileIn(out);
  if (!existsSync(file))
    throw new NoBatch(
      `${out} holds no finished batch: run its shard again, it goes on where it was cut off.`,
    );
  let record: unknown;
  try {
    record = fromLines([...linesOf(file)]);
  } catch {
    throw new NoBatch(`${file} is not JSON: run its shard again.`);
  }
  if (new Ajv().validate(schema, record)) return record as BatchRecord;
  throw new NoBatch(`${file} is not of this version of Handgrad: run its shard again.`);
}

function fileIn(out: string): string {
  return path.join(out, 'batch.json');
}

const text = { type: 'string' };

const schema = {
  type: 'object',
  required: [
    'schema',
    'handgrad',
    'version',
    'title',
    'exercises',
    'seats',
    'assignment',
    'worksheet',
    'draws',
    'rules',
    'shard',
    'entries',
  ],
  properties: {
    schema: { const: RECORD_SCHEMA },
    handgrad: text,
    version: text,
    title: text,
    exercises: {
      type: 'array',
      items: { type: 'object', required: ['id', 'title', 'maxScore', 'bonus', 'checks'] },
    },
    seats: { type: 'array', items: text },
    assignment: text,
    worksheet: { type: ['string', 'null'] },
    draws: text,
    rules: text,
    shard: { type: 'object', required: ['index', 'count'] },
    entries: { type: 'array', items: { type: 'object', required: ['id', 'status', 'points'] } },
  },
};
