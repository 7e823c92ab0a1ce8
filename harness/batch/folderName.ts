// Ids as names of folders, on every system: an id that a roster or a student chose must not lead out of the folder it is for.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { foldedId } from './foldedId.ts';
import { groupedBy } from './grouping.ts';

/** Bytes of a name; disks take 255, and what is written beside it adds a few. */
const NAME_LIMIT = 200;
/** Hexadecimal digits that tell two long ids, or two that differ by case alone, from each other. */
const DIGEST_LENGTH = 16;

/** Separators, what Windows forbids, control characters, and the sign that escapes them. */
const UNSAFE = /[/\\:*?"<>|=\p{Cc}]|^[. ]|[. ]$/gu;
/** Devices of Windows, whatever comes after a dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/iu;

/** The name of the folder for an id: the id itself where that is safe, else with `=` and hexadecimal digits for what is not. */
export function folderNameOf(id: string): string {
  if (id === '') return '=';
  const escaped = id.replaceAll(UNSAFE, escapeAll);
  const name = RESERVED.test(escaped) ? `${escapeAll(escaped.slice(0, 1))}${escaped.slice(1)}` : escaped;
  return Buffer.byteLength(name) <= NAME_LIMIT ? name : digested(name, id);
}

/**
 * The names of the folders for all ids. Ids that differ by case alone get a digest each where `keepsCase`, which is asked only
 * then, says that the disk does not tell cases apart.
 */
export function folderNamesOf(ids: readonly string[], keepsCase: () => boolean): Map<string, string> {
  const names = new Map(ids.map((id) => [id, folderNameOf(id)]));
  const alike = [...groupedBy([...names.keys()], foldedId).values()].filter(({ length }) => length > 1);
  if (alike.length === 0 || keepsCase()) return names;
  for (const id of alike.flat()) names.set(id, digested(folderNameOf(id), id));
  return names;
}

/** Whether the disk that `folder` lies on, or will, tells cases apart; tried with a folder that is gone afterwards. */
export function isCaseKeptIn(folder: string): boolean {
  if (!existsSync(folder)) return isCaseKeptIn(path.dirname(folder));
  const tried = mkdtempSync(path.join(folder, '.case-a-'));
  try {
    return !existsSync(path.join(folder, path.basename(tried).toUpperCase()));
  } finally {
    rmSync(tried, { recursive: true });
  }
}

function escapeAll(characters: string): string {
  return [...Buffer.from(characters)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** As much of the name as fits before a digest of the id; no other name has a `-` behind its `=`. */
function digested(name: string, id: string): string {
  const start = Buffer.from(name).subarray(0, NAME_LIMIT - 2 - DIGEST_LENGTH);
  const whole = new TextDecoder().decode(start).replace(/\uFFFD+$/u, '');
  return `${whole}=-${createHash('sha256').update(id).digest('hex').slice(0, DIGEST_LENGTH)}`;
}
