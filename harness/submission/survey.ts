// Which files of a tree a submission is, before any is read: what is recognised, what is refused, and whether it is too much.

import { isIgnored } from './roots.ts';
import { joined, unreadWords, type Item, type Tree } from './tree.ts';

/** A submission holds at most so many files; node_modules and dot folders do not count. */
const FILES_LIMIT = 200;
/** A submission's files together (bytes). */
const SUBMISSION_LIMIT = 10 * 1024 * 1024;
/** One source file (bytes). */
const FILE_LIMIT = 1024 * 1024;

/** The path of a source file within a submission (characters). */
const PATH_LIMIT = 1024;

/** A separator on one system and part of a name on another, and what no name of a person's holds. */
const UNSPEAKABLE = /[\\\p{Cc}]/u;

/** What a submission may consist of; anything else is not read. */
const RECOGNISED = /\.(ts|mts|js|mjs|json|ya?ml)$/;

/** Why a file was left out. */
export interface Refusal {
  message: string;
  /** Whether the file counts as handed in; one that is not followed is as if missing. */
  counts: boolean;
}

/** Paths are relative to the root. */
export interface Survey {
  /** The files to read, each within the limits. */
  wanted: string[];
  refused: Map<string, Refusal>;
  /** Why nothing of it can be graded; null where all is well. */
  problem: string | null;
}

/** The files that a survey found, read: what the system does not give out is refused. */
export function readWanted(
  survey: Survey,
  read: (file: string) => Buffer,
): { survey: Survey; bytes: Buffer[] } {
  const refused = new Map(survey.refused);
  const found = survey.wanted.flatMap((file): [string, Buffer][] => {
    try {
      return [[file, read(file)]];
    } catch (error) {
      const message = `${file} cannot be read (${codeOf(error)}): look at its permissions.`;
      refused.set(file, { message, counts: true });
      return [];
    }
  });
  const wanted = found.map(([file]) => file);
  return { survey: { ...survey, wanted, refused }, bytes: found.map(([, bytes]) => bytes) };
}

/** Walks the tree from `root`, by name, so that a folder and an archive of the same files stop at the same file. */
export function surveyOf(tree: Tree, root: string): Survey {
  const walk: Walk = { tree, root, wanted: [], refused: new Map(), bytes: 0, count: 0 };
  walkFolder(walk, '');
  return { wanted: walk.wanted, refused: walk.refused, problem: tooMuch(walk) };
}

interface Walk extends Omit<Survey, 'problem'> {
  tree: Tree;
  root: string;
  bytes: number;
  count: number;
}

function walkFolder(walk: Walk, folder: string): void {
  for (const { name, kind } of itemsOf(walk, folder)) {
    if (tooMuch(walk) !== null) return;
    const file = joined(folder, name);
    if (kind === 'folder') {
      if (!isIgnored(name)) walkFolder(walk, file);
      continue;
    }
    walk.count++;
    if (kind === 'file') countFile(walk, file);
    else refuse(walk, file, `${unreadWords(kind)}: hand in the file itself`);
  }
}

/** What lies in a folder; one below the root that cannot be looked into holds nothing that counts. */
function itemsOf(walk: Walk, folder: string): Item[] {
  try {
    return walk.tree.list(joined(walk.root, folder));
  } catch (error) {
    if (folder === '') throw error;
    refuse(walk, folder, `cannot be read (${codeOf(error)}): look at its permissions`);
    return [];
  }
}

function refuse({ refused }: Walk, file: string, why: string): void {
  refused.set(file, { message: `${file} ${why}.`, counts: false });
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

function countFile(walk: Walk, file: string): void {
  const size = walk.tree.sizeOf(joined(walk.root, file));
  walk.bytes += size;
  if (!RECOGNISED.test(file)) return;
  if (UNSPEAKABLE.test(file) || file.length > PATH_LIMIT) {
    refuse(walk, file, 'has a name that not every system takes: give it a plain one');
    return;
  }
  if (size > FILE_LIMIT) {
    const message = `${file} has ${size} bytes; a source file may have ${FILE_LIMIT}.`;
    walk.refused.set(file, { message, counts: true });
  } else if (tooMuch(walk) === null) {
    walk.wanted.push(file);
  }
}

function tooMuch({ count, bytes }: Walk): string | null {
  if (count > FILES_LIMIT)
    return `The submission holds more than ${FILES_LIMIT} files: hand in the exercises alone.`;
  if (bytes > SUBMISSION_LIMIT)
    return `The submission holds more than ${SUBMISSION_LIMIT / 1024 / 1024} MiB of files.`;
  return null;
}
