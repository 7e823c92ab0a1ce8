// Something was handed in, and nothing of it can be graded.

import { plainText } from '../../reports/plainText.ts';

/** Characters of a name that a message shows; a name made to fill the screen is cut. */
const NAME_LIMIT = 100;
/** Names that a message shows; the rest is counted. */
const NAMES_LIMIT = 3;

/** Its message is one sentence for the instructor, with paths as they are in the folder that is graded. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** A name that a student chose, or a sentence with one, fit for a message of one line. */
export function shown(name: string, limit = NAME_LIMIT): string {
  return plainText(name, limit).replaceAll(/\s+/gu, ' ');
}

/** The first few names, joined by `and`, and how many more there are. */
export function shownAll(names: readonly string[]): string {
  const more = names.length - NAMES_LIMIT;
  const first = names.slice(0, NAMES_LIMIT).map((name) => shown(name));
  return [...first, ...(more > 0 ? [`${more} more`] : [])].join(' and ');
}
