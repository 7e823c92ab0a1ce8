// What the names of files and folders say: exports of Moodle and Canvas, and archives.

/** A folder of a Moodle export, or a file of one that was made without folders. */
export interface MoodleName {
  /** The participant number. */
  id: string;
  /** Empty where the export is anonymous. */
  name: string;
  /** How it was handed in: `file`, `onlinetext`, `comments`. */
  plugin: string;
  /** The student's own name for the file; empty for a folder. */
  file: string;
}

/** A file of a Canvas export. */
export interface CanvasName {
  /** The user id. */
  id: string;
  name: string;
  isMarkedLate: boolean;
  /** Numbers grow with time. */
  attachment: number;
  /** The student's own name for the file, without the number that Canvas puts behind it when it is handed in again. */
  file: string;
  /** That number; 0 where there is none. */
  again: number;
}

export interface ArchiveName {
  stem: string;
  isZip: boolean;
}

/** What comes after the first id is of the student's choosing; the last underscore went missing in newer releases. */
const MOODLE = /^(?<name>.*?)_(?<id>\d+)_assignsubmission_(?<plugin>[a-z]+)(?:_(?<file>.*))?$/su;
/**
 * Canvas takes all but letters, digits and underscores out of the name, and some of its releases write all in small letters; its
 * ids have no leading zeros, as dates may. U+FFFD stands for what was unpacked in a way that left no text.
 */
const CANVAS = /^([\p{L}\p{M}\p{N}_\uFFFD]*?)(_LATE|_late)?_([1-9]\d*)_([1-9]\d*)_(.+)$/su;
const EXERCISE_AGAIN = /^(\d\d-[a-z-]+)-(\d+)(\.(?:ts|yaml))$/u;
/** The same number behind the ending, where a tool other than Canvas has put it there. */
const NUMBERED_LAST = /^(.+?)(\.(?:m?[tj]s|json|ya?ml|zip|tgz|tar\.gz|rar|7z))(-\d+)$/u;
const NUMBERED = /^(.+)-\d+(\.[a-z]+)$/u;
const ARCHIVE =
  /^(?<stem>.+?)\.(?<kind>zip|tar|tgz|tbz2?|txz|rar|7z|gz|bz2|xz|zst|tar\.(?:gz|bz2|xz|zst|lzma))$/isu;
/** What an anonymous export says in place of a name. */
const ANONYMOUS = 'Participant';

/** `First Last_123_assignsubmission_file_` and its like; null for any other name. */
export function moodleName(given: string): MoodleName | null {
  const { name = '', id = '', plugin = '', file: own = '' } = MOODLE.exec(given)?.groups ?? {};
  // Of a student's folder that somebody zipped again, nothing stands before the ending.
  const file = own.startsWith('.') && archiveName(`folder${own}`) ? `folder${own}` : own;
  return id === '' ? null : { id, name: name === ANONYMOUS ? '' : name.trim(), plugin, file };
}

/** `lastnamefirst_LATE_123_456_hw.zip` and its like; null for any other name. */
export function canvasName(given: string): CanvasName | null {
  const [, name = '', late, id = '', attachment, file = ''] = CANVAS.exec(given) ?? [];
  if (id === '') return null;
  const numbers = { isMarkedLate: late !== undefined, attachment: Number(attachment) };
  return { id, name, ...numbers, ...againOf(file.replace(NUMBERED_LAST, '$1$3$2')) };
}

function againOf(file: string): { file: string; again: number } {
  const [, stem, again, extension] = EXERCISE_AGAIN.exec(file) ?? [];
  return stem === undefined ? { file, again: 0 } : { file: `${stem}${extension}`, again: Number(again) };
}

/** What a file of a Canvas export was called where the number before its extension is Canvas's; null where there is none. */
export function nameBefore(file: string): string | null {
  const [, stem, extension] = NUMBERED.exec(file) ?? [];
  return stem === undefined ? null : `${stem}${extension}`;
}

/** The name of an archive without what says its kind; null for any other file. */
export function archiveName(given: string): ArchiveName | null {
  const { stem = '', kind = '' } = ARCHIVE.exec(given)?.groups ?? {};
  return stem === '' ? null : { stem, isZip: kind.toLowerCase() === 'zip' };
}
