// Text that others wrote, made harmless to look at: terminal commands, control characters and bidirectional
// overrides can hide or reorder what a reader sees. Markup is left as it is; the templates escape it.

import type { Entry, Gradebook } from '../harness/gradebook.ts';
import type { Result } from '../harness/result.ts';

/** Characters shown of what an exercise printed: twice what the harness keeps, so no honest result is cut. */
const OUTPUT_LIMIT = 131_072;
/** Characters of any other text: a message of this length is no longer read. */
const TEXT_LIMIT = 4_000;
/** Characters of a text in a row of a class: of thousands of rows, none may fill the page. */
const ROW_TEXT_LIMIT = 400;

/** A class of thousands has a million short texts of which hardly one has anything else. */
const UNUSUAL = /[^\n\t -~]/u;

const REPLACEMENT = '\uFFFD';
/** Combining marks on one letter; more than languages need climb over the lines above and below. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

const ESCAPE = '\u001B';
/** Titles, links and other strings to the terminal, up to their end; no nested repeats, so linear in time. */
const STRING_START = `(?:${ESCAPE}[\\]PX^_]|[\u0090\u0098\u009D-\u009F])`;
const STRING_END = `(?:\u0007|${ESCAPE}\\\\|\u009C)`;
const TERMINAL_STRING = `${STRING_START}\\P{Cc}*${STRING_END}`;
/** Colours and cursor movements. */
const CONTROL_SEQUENCE = `(?:${ESCAPE}\\[|\u009B)[0-?]*[ -/]*[@-~]`;
const SHORT_ESCAPE = `${ESCAPE}[ -/]*[0-~]`;
const TERMINAL_COMMANDS = new RegExp(`${TERMINAL_STRING}|${CONTROL_SEQUENCE}|${SHORT_ESCAPE}`, 'gu');

/** The same result with every text in it as `plainText` leaves it. */
export function plainResult(result: Result): Result {
  return plainValue(result, TEXT_LIMIT) as Result;
}

/** The same gradebook with every text in it as `plainText` leaves it, but paths, which are links and not shown. */
export function plainGradebook(gradebook: Gradebook): Gradebook {
  const { entries, ...rest } = gradebook;
  return {
    ...(plainValue(rest, TEXT_LIMIT) as Omit<Gradebook, 'entries'>),
    entries: entries.map((entry) => ({
      ...(plainValue(entry, ROW_TEXT_LIMIT) as Entry),
      folder: entry.folder,
    })),
  };
}

/**
 * Text without terminal commands and control characters (newline and tab stay), with a replacement character
 * for each bidirectional override and lone surrogate and at most four marks on a letter; beyond `limit`
 * characters it is cut, with a note.
 */
export function plainText(text: string, limit: number): string {
  if (text.length <= limit && !UNUSUAL.test(text)) return text;
  const plain = text
    .slice(0, limit)
    .replaceAll(TERMINAL_COMMANDS, '')
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(STACKED_MARKS, '$1')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/gu, REPLACEMENT);
  return text.length > limit ? `${plain} … (${text.length - limit} more characters)` : plain;
}

function plainValue(value: unknown, limit: number): unknown {
  if (typeof value === 'string') return plainText(value, limit);
  if (Array.isArray(value)) return value.map((item: unknown) => plainValue(item, limit));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, plainValue(item, key === 'output' ? OUTPUT_LIMIT : limit)] as const;
  });
  return Object.fromEntries(entries);
}
