import type { Entry, EntryStatus, Gradebook } from '../../harness/gradebook.ts';
import { count } from '../numbers.ts';
import { ENTRY_WORDS, linkTo, nameOf } from './statuses.ts';

/** Rows that are seen at once; more are folded. */
const ROWS_OPEN = 6;

/** What the instructor has to see to, what is ours first. */
const CASES: { status: EntryStatus; lead: string; advice: string }[] = [
  {
    status: 'errored',
    lead: 'not graded, by our fault',
    advice: 'The grader failed, not the student: no points are lost and none are given. Run the batch again.',
  },
  {
    status: 'unreadable',
    lead: 'unreadable',
    advice: 'Nothing of it could be opened. Ask for it again.',
  },
  {
    status: 'not-on-roster',
    lead: 'not on the roster',
    advice: 'Graded, and in no row of the roster: most often an id was mistyped.',
  },
];

/** What attention.hbs shows: what to act on first, in groups; empty where there is nothing. */
export function attentionView({ entries }: Gradebook) {
  return CASES.flatMap(({ status, lead, advice }) => {
    const found = entries.filter((entry) => entry.status === status);
    if (found.length === 0) return [];
    const rows = found.map(rowView);
    return [
      {
        ...{ icon: ENTRY_WORDS[status].icon, lead: `${count(found.length, 'submission')} ${lead}`, advice },
        open: rows.slice(0, ROWS_OPEN),
        folded: rows.slice(ROWS_OPEN),
      },
    ];
  });
}

function rowView(entry: Entry) {
  const { id, message, source } = entry;
  const name = nameOf(entry);
  return { name, id: name === id ? null : id, link: linkTo(entry), message, source };
}
