// Something was handed in, and nothing of it can be graded.

import { plainText } from '../../reports/plainText.ts';

/** Characters of a name that a message shows; a name made to fill the screen is cut. */
const NAME_LIMIT = 100;
/** Names or reasons that a message shows; the rest is counted. */
const FEW = 3;

/** Its message is one sentence for the instructor, with paths as they are in the folder that is graded. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/** A name that a student chose, or a sentence with one, fit for a message of one line. */
export function shown(name: string, limit = NAME_LIMIT): string {
  return plainText(name, limit).replaceAll(/\s+/gu, ' ');
}

/** Names joined by `and`: the first few, and how many more there are. */
export function shownAll(names: readonly string[]): string {
  return firstFew(names, (name) => shown(name), 'more').join(' and ');
}

/** The first few items in words; the others as their number with `more` behind it, such as `4 more`. */
export function firstFew<T>(items: readonly T[], inWords: (item: T) => string, more: string): string[] {
  const others = items.length - FEW;
  return [...items.slice(0, FEW).map(inWords), ...(others > 0 ? [`${others} ${more}`] : [])];
}
