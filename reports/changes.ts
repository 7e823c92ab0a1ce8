// What the rules of a class change about a result, in words.

import type { Entry } from '../harness/gradebook.ts';
import type { Adjustment, Lateness, Override } from '../harness/result.ts';
import { plainText } from './plainText.ts';

/** Characters of a reason: it is to be read at a glance. */
const REASON_LIMIT = 300;

/** One sentence for each override, and one for lateness; none where all stands as it was graded. */
export function changesInWords({ overrides, late }: Pick<Adjustment, 'overrides' | 'late'>): string[] {
  return [
    ...overrides.map(overrideInWords),
    ...(late === null || late.days === 0 ? [] : [latenessInWords(late)]),
  ];
}

/** What a row says beside these changes: they are to be read in full, however long the rest is. */
export function besideChanges(entry: Pick<Entry, 'message' | 'overrides' | 'late'>): string {
  return changesInWords(entry)
    .reduce((rest, said) => rest.replace(said, ''), entry.message)
    .trim();
}

/** A text on one line, with a stop at its end; what is no plain text of it is left out. */
export function sentence(text: string): string {
  const line = plainText(text, REASON_LIMIT).replaceAll(/\s+/g, ' ').trim();
  return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}

function overrideInWords({ exercise, points, graded, reason }: Override): string {
  const instead = graded === null ? '' : ` instead of ${graded}`;
  return `${exercise}: ${points} points${instead}: ${sentence(reason)}`;
}

function latenessInWords({ days, percentOff }: Lateness): string {
  const cost = percentOff === 0 ? '' : `: ${percentOff} % off`;
  return `${days} ${days === 1 ? 'day' : 'days'} late${cost}.`;
}
