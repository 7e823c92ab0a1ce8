// The short form of an exercise's id.

/** Characters of an id that does not start with a number. */
const LETTERS = 4;

/** What heads a narrow column: the number in front of an exercise's id, else its first letters. */
export function shortId(id: string): string {
  return /^\d{1,4}(?=-|$)/u.exec(id)?.[0] ?? id.slice(0, LETTERS);
}
