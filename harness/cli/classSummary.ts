// A class for the terminal: how many of each kind, what to look at first, and where the files are.

import { plainText } from '../../reports/plainText.ts';
import type { BatchRecord } from '../batch/record.ts';
import type { Entry, EntryStatus } from '../gradebook.ts';
import { wrap } from './paragraph.ts';

/** Rows that need a hand, as many as fit a screen. */
const MOST_SHOWN = 10;
const ID_LIMIT = 40; // characters
const WHY_LIMIT = 300; // characters

const ORDER: EntryStatus[] = ['passed', 'failed', 'not-on-roster', 'missing', 'unreadable', 'errored'];

/** The kinds of rows that need a hand. */
const LOOK_AT = new Set<EntryStatus>(['not-on-roster', 'unreadable', 'errored']);

/** The summary of a batch, and the files that it wrote. */
export function classSummary({ title, shard, entries }: BatchRecord, files: readonly string[]): string {
  const share = shard.count === 1 ? '' : `, shard ${shard.index}/${shard.count}`;
  const counted = ORDER.map(
    (status) => [entries.filter((entry) => entry.status === status).length, status] as const,
  )
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`);
  const kinds = counted.length === 0 ? '' : `: ${counted.join(', ')}`; // a shard can be left without any
  const reused = entries.filter(({ isReused }) => isReused).length;
  const lines = [
    '',
    ` Handgrad  ${plainText(title, ID_LIMIT)}${share}`,
    '',
    ` ${entries.length} in the gradebook${kinds}${reused === 0 ? '' : `; ${reused} as before`}`,
    ...toLookAt(entries.filter(({ status }) => LOOK_AT.has(status))),
    '',
    ...files.map((file) => ` wrote ${file}`),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function toLookAt(entries: readonly Entry[]): string[] {
  const shown = entries.slice(0, MOST_SHOWN);
  const more = entries.length - shown.length;
  return [
    ...(shown.length > 0 ? [''] : []),
    ...shown.flatMap(({ id, status, message }) =>
      wrap(`${plainText(id, ID_LIMIT)} ${status}: ${plainText(message, WHY_LIMIT)}`, 3),
    ),
    ...(more > 0 ? [`   and ${more} more, which the page of the class names`] : []),
  ];
}
