// The path that an entry of a zip asks for, taken only where it stays inside and means the same everywhere.

import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, type Entry } from 'yauzl';
import { isIgnored } from '../../submission/roots.ts';
import type { Kind } from '../../submission/tree.ts';
import { shown, Unreadable } from '../unreadable.ts';

/** Bytes of a path; systems end at 4,096, and honest ones far below. */
const PATH_LIMIT = 1024;
/** The bit that says a name is UTF-8. */
const UTF8_FLAG = 0x800;

/** What macOS calls the picture of a folder. */
const MAC_ICON = 'Icon\r';

const AGAIN = 'zip the exercises folder again';

/**
 * The path with `/` between folders, `''` for the top itself and for what does not count. Throws Unreadable, with the archive as
 * `label`, for one that leads out.
 */
export function pathOf(entry: Entry, label: string): string {
  const name = nameOf(entry);
  const refuse = (why: string) => new Unreadable(`${label} holds ${shown(name)}, ${why}: ${AGAIN}.`);
  if (/^(\/|[a-z]:)/iu.test(name)) throw refuse('which is a place on a disk and not in the archive');
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refuse('which leads out of the archive');
  if (parts.slice(0, -1).some(isIgnored) || parts.at(-1) === MAC_ICON) return '';
  if (entry.fileNameLength > PATH_LIMIT) throw refuse(`a path of more than ${PATH_LIMIT} bytes`);
  if (/\p{Cc}/u.test(name)) throw refuse('a name with control characters');
  return parts.join('/');
}

/** What kind of thing an entry is; systems keep the mode of a file in the upper half of its attributes. */
export function kindOfEntry(entry: Entry): Kind {
  if (nameOf(entry).endsWith('/')) return 'folder';
  const format = (entry.externalFileAttributes >>> 16) & 0o170000;
  return KINDS[format] ?? 'file';
}

const KINDS: Record<number, Kind> = {
  0o040000: 'folder',
  0o120000: 'symbolic link',
  0o010000: 'pipe',
  0o020000: 'device or socket',
  0o060000: 'device or socket',
  0o140000: 'device or socket',
};

/**
 * The name as it was meant: Windows has written backslashes between folders, and macOS UTF-8 without saying so. What is neither
 * is cp437, as the format has it.
 */
function nameOf(entry: Entry): string {
  const flags = isUtf8(entry.fileNameRaw) ? UTF8_FLAG : entry.generalPurposeBitFlag;
  return getFileNameLowLevel(flags, entry.fileNameRaw, entry.extraFields, false);
}
