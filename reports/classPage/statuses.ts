// How the class's page says what became of a student's work: a word and an icon, and a colour third.

import type { Entry, EntryStatus } from '../../harness/gradebook.ts';

interface EntryWords {
  word: string;
  /** One of the icons, and its tone. */
  icon: string;
}

export const ENTRY_WORDS: Record<EntryStatus, EntryWords> = {
  passed: { word: 'passed', icon: 'passed' },
  failed: { word: 'not passed', icon: 'failed' },
  'not-on-roster': { word: 'not on roster', icon: 'stranger' },
  unreadable: { word: 'unreadable', icon: 'unreadable' },
  errored: { word: 'grader error', icon: 'errored' },
  missing: { word: 'missing', icon: 'idle' },
};

/** In the order of the page: what was graded, then what was not. */
export const STATUSES = Object.keys(ENTRY_WORDS) as EntryStatus[];

/** Characters of a path: Linux opens no longer one. */
const PATH_LIMIT = 4_096;

/** What a student is called on the page: by name, else by id. */
export function nameOf({ name, id }: Entry): string {
  return name === '' ? id : name;
}

/** Where the student's own report is, as a link from the page; null where there is none. */
export function linkTo({ folder }: Entry): string | null {
  if (folder === null || folder.length > PATH_LIMIT) return null;
  // A folder is named by what was handed in: encoded, none of its characters can be more than a name.
  const segments = folder
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent);
  return `./${segments.join('/')}/index.html`;
}
