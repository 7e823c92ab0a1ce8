// Reads what a student handed in, once: from here on it is plain text in memory, and what is hashed is what is graded.

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A submission holds at most so many files; node_modules and dot folders do not count. */
const FILES_LIMIT = 200;
/** A submission's files together (bytes). */
const SUBMISSION_LIMIT = 10 * 1024 * 1024;
/** One source file (bytes). */
const FILE_LIMIT = 1024 * 1024;
/** How many wrapping folders are looked through for the exercises, as an unpacked archive has them. */
const WRAPPING_LIMIT = 3;

/** What a submission may consist of; anything else is not read. */
const RECOGNISED = /\.(ts|mts|js|mjs|json|ya?ml)$/;
const IGNORED_FOLDERS = new Set(['node_modules', '__MACOSX']);
const EXERCISE_FILE = /^\d\d-[a-z-]+\.(ts|yaml)$/;

export interface Submission {
  id: string;
  sha256: string;
  /** Text by path relative to the submission, with `/` between folders. */
  files: Map<string, string>;
  /** Files left out, by path. */
  refused: Map<string, Refusal>;
  /** Why nothing of it can be graded; null where all is well. */
  problem: string | null;
}

/** Why a file was left out. */
export interface Refusal {
  message: string;
  /** Whether the file counts as handed in; one that is not followed is as if missing. */
  counts: boolean;
}

/** A submission folder that does not exist or cannot be told from another: a wrong use of the command. */
export class NoSubmission extends Error {
  override name = 'NoSubmission';
}

/** Reads the submission in `folder`. Throws NoSubmission where there is none or there are two. */
export function readSubmission(folder: string): Submission {
  const root = submissionRoot(folder);
  const reading: Reading = { root, files: new Map(), refused: new Map(), bytes: 0, count: 0 };
  readFolder(reading, '');
  const files = new Map([...reading.files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id: submissionId(path.resolve(folder)),
    sha256: hashOf(files),
    files: new Map([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])),
    refused: reading.refused,
    problem: tooMuch(reading),
  };
}

/** The folder's name, or its parent's where that is `exercises`. */
function submissionId(folder: string): string {
  const name = path.basename(folder);
  return name === 'exercises' ? path.basename(path.dirname(folder)) : name;
}

/**
 * The folder with exercise files: `given` itself, its `exercises/`, or the same after up to three wrapping folders. Throws
 * NoSubmission where there is none or there are two.
 */
export function submissionRoot(given: string): string {
  const folder = path.resolve(given);
  // The caller's own path may be a link; what lies below it may not.
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) throw new NoSubmission(`There is no folder ${folder}.`);
  if (!found.isDirectory()) throw new NoSubmission(`${folder} is not a folder.`);
  let level = [folder];
  for (let depth = 0; depth <= WRAPPING_LIMIT; depth++) {
    const roots = level.flatMap(rootsAt);
    if (roots.length > 1) {
      const names = roots.map((root) => path.relative(folder, root) || '.').join(' and ');
      throw new NoSubmission(`${folder} holds exercises in ${names}: name the one to grade with --dir.`);
    }
    if (roots[0]) return roots[0];
    level = level.flatMap(subfolders);
  }
  return folder;
}

function rootsAt(folder: string): string[] {
  return [folder, path.join(folder, 'exercises')].filter((root) => {
    if (root !== folder && !lstatSync(root, { throwIfNoEntry: false })?.isDirectory()) return false;
    return readdirSync(root).some((name) => EXERCISE_FILE.test(name));
  });
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isIgnored(entry.name) && entry.name !== 'solutions')
    .map((entry) => path.join(folder, entry.name));
}

function isIgnored(name: string): boolean {
  return name.startsWith('.') || IGNORED_FOLDERS.has(name);
}

interface Reading {
  root: string;
  files: Map<string, Buffer>;
  refused: Map<string, Refusal>;
  bytes: number;
  count: number;
}

function readFolder(reading: Reading, folder: string): void {
  for (const entry of readdirSync(path.join(reading.root, folder), { withFileTypes: true })) {
    if (tooMuch(reading) !== null) return;
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isIgnored(entry.name)) readFolder(reading, name);
    } else if (!entry.isFile()) {
      const message = `${name} is a ${kindOf(entry)}, which is not followed: hand in the file itself.`;
      reading.refused.set(name, { message, counts: false });
    } else {
      readFile(reading, name);
    }
  }
}

function kindOf(entry: { isSymbolicLink(): boolean; isFIFO(): boolean }): string {
  if (entry.isSymbolicLink()) return 'symbolic link';
  return entry.isFIFO() ? 'pipe' : 'device or socket';
}

function readFile(reading: Reading, name: string): void {
  const file = path.join(reading.root, name);
  const { size } = lstatSync(file);
  reading.count++;
  reading.bytes += size;
  if (!RECOGNISED.test(name)) return;
  if (size > FILE_LIMIT) {
    const message = `${name} has ${size} bytes; a source file may have ${FILE_LIMIT}.`;
    reading.refused.set(name, { message, counts: true });
  } else if (tooMuch(reading) === null) {
    reading.files.set(name, readFileSync(file));
  }
}

function tooMuch({ count, bytes }: Reading): string | null {
  if (count > FILES_LIMIT)
    return `The submission holds more than ${FILES_LIMIT} files: hand in the exercises alone.`;
  if (bytes > SUBMISSION_LIMIT)
    return `The submission holds more than ${SUBMISSION_LIMIT / 1024 / 1024} MiB of files.`;
  return null;
}

/** sha256 over the sorted relative paths and the bytes, each with its length before it so that no two submissions join alike. */
function hashOf(files: Map<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
