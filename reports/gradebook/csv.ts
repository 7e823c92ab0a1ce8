// gradebook.csv: one row a student, whatever became of the work.

import type { Entry, Gradebook } from '../../harness/gradebook.ts';
import { besideChanges, changesInWords } from '../changes.ts';
import { plainText } from '../plainText.ts';
import { bonusOf, exercisePoints, scoreOf } from './points.ts';
import { BYTE_ORDER_MARK, csvHeading, csvRows, type Cell } from './table.ts';

/** Characters of a message, beside what the rules changed: more is no longer read in a cell. */
const MESSAGE_LIMIT = 1_000;

/** The table of the class, UTF-8 with a byte order mark and CRLF. */
export function gradebookCsv(gradebook: Gradebook): string {
  const stems = gradebook.exercises.map(({ id }) => id);
  const before = ['id', 'name', 'email', 'status', 'score', 'max_score', 'bonus', 'late'];
  const rows = gradebook.entries.map((entry) => rowOf(entry, gradebook.maxScore, stems));
  return BYTE_ORDER_MARK + csvHeading([...before, ...stems, 'message']) + csvRows(rows);
}

function rowOf(entry: Entry, maxScore: number, stems: string[]): Cell[] {
  return [
    entry.id,
    entry.name,
    entry.email,
    entry.status,
    scoreOf(entry),
    maxScore,
    bonusOf(entry),
    entry.late?.days ?? null,
    ...stems.map((id) => exercisePoints(entry, id)),
    messageOf(entry),
  ];
}

function messageOf(entry: Entry): string {
  const rest = plainText(besideChanges(entry), MESSAGE_LIMIT);
  return [rest, ...changesInWords(entry)].filter(Boolean).join(' ');
}
