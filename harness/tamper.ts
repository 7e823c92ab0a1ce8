// Names the files of a student's repository that are not theirs and differ from what the course gave out. It costs no points:
// what counts is what this grader finds, and none of those files is used for it unless the repository grades itself.

import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ProtectedFiles, Result } from './result.ts';
import { starterContents } from './starter/contents.ts';
import {
  digestOf,
  MANIFEST_PLACE,
  PROTECTED_FILES,
  PROTECTED_FOLDERS,
  protectedDigests,
  readManifest,
  type Digests,
} from './starter/manifest.ts';
import { UNPINNED } from './starter/pin.ts';

/** So many names are worth reading; the rest is a number. */
const NAMES_LIMIT = 50;
/** Longest name shown (characters). */
const NAME_LENGTH = 200;
/** So many entries of protected folders are looked at; a starter has some three hundred. */
const ENTRIES_LIMIT = 5000;
/** The largest protected file is the lock, of some 200 KiB; what is larger than this has been changed (bytes). */
const FILE_LIMIT = 2 * 1024 * 1024;

/** What is there without being in a starter: written by a grading, or by Classroom 50 when a student accepts. */
const EXPECTED = new Set([
  'reports/out',
  '.github/workflows/autograde.yaml',
  '.github/workflows/autograde.yml',
]);

/**
 * What a result says of protected files; null where the submission is no repository made by `starter`. A repository
 * that grades itself is held against its own manifest, which a student can change as well: it finds accidents.
 */
export function protectedFiles(root: string, submission: string): ProtectedFiles | null {
  const checkout = checkoutOf(path.resolve(submission));
  if (!isStarter(checkout)) return null;
  const isItself = realpathSync(checkout) === realpathSync(root);
  const expected = isItself ? ownManifest(checkout) : protectedDigests(starterContents(root, UNPINNED));
  if (expected === null) return null;
  const changed = changedFiles(checkout, expected);
  return {
    changed: changed.slice(0, NAMES_LIMIT).map(shown),
    more: Math.max(0, changed.length - NAMES_LIMIT),
  };
}

/** A result with what there is to say of the protected files around `submission`. */
export function withProtectedFiles(result: Result, root: string, submission: string): Result {
  const found = protectedFiles(root, submission);
  return found === null ? result : { ...result, protectedFiles: found };
}

/** The protected files of `checkout` that are missing, changed, links, or more than there should be, in order. */
export function changedFiles(checkout: string, expected: Digests): string[] {
  const found = new Set(entriesOf(checkout));
  for (const name of PROTECTED_FILES) if (lstatAt(checkout, name)) found.add(name);
  const missing = [...expected.keys()].filter((name) => !found.has(name));
  const changed = [...found].filter((name) => digestAt(checkout, name) !== expected.get(name));
  return [...missing, ...changed].toSorted();
}

/** The repository of a submission: the folder itself, or the one around its `exercises`. */
function checkoutOf(folder: string): string {
  return path.basename(folder) === 'exercises' ? path.dirname(folder) : folder;
}

/** Whether this is, or was, a repository made by `starter`: it holds a grader. */
function isStarter(checkout: string): boolean {
  return existsSync(path.join(checkout, MANIFEST_PLACE)) || existsSync(path.join(checkout, 'graders'));
}

function ownManifest(checkout: string): Digests | null {
  const file = path.join(checkout, MANIFEST_PLACE);
  return lstatAt(checkout, MANIFEST_PLACE)?.isFile() ? readManifest(readFileSync(file, 'utf8')) : null;
}

/** What lies in protected folders, but for plain folders: a link is an entry, and is not followed. */
function entriesOf(checkout: string): string[] {
  const entries: string[] = [];
  const waiting = [...PROTECTED_FOLDERS];
  for (const name of waiting) {
    if (EXPECTED.has(name) || !lstatAt(checkout, name)) continue;
    const inside = namesIn(checkout, name);
    if (inside === null) entries.push(name);
    else waiting.push(...inside.slice(0, Math.max(0, ENTRIES_LIMIT - waiting.length)));
  }
  return entries;
}

/** What a plain folder holds; null for anything else, and for a folder that cannot be read. */
function namesIn(checkout: string, folder: string): string[] | null {
  try {
    if (!lstatAt(checkout, folder)?.isDirectory()) return null;
    return readdirSync(path.join(checkout, folder)).map((name) => `${folder}/${name}`);
  } catch {
    return null;
  }
}

/** The digest of a plain file; null for what is none, cannot be read, or is too large to be one of ours. */
function digestAt(checkout: string, name: string): string | null {
  try {
    const found = lstatAt(checkout, name);
    if (!found?.isFile() || found.size > FILE_LIMIT) return null;
    return digestOf(name, readFileSync(path.join(checkout, name), 'utf8'));
  } catch {
    return null;
  }
}

function lstatAt(checkout: string, name: string) {
  return lstatSync(path.join(checkout, name), { throwIfNoEntry: false });
}

/** A name as one short line; a student chose it. */
function shown(name: string): string {
  const line = name.replaceAll(/\p{C}/gu, '?');
  return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH)}...` : line;
}
