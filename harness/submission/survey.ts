// Which files of a tree a submission is, before any is read: what is recognised, what is refused, and whether it is too much.

import { isIgnored } from './roots.ts';
import { joined, type Tree } from './tree.ts';

/** A submission holds at most so many files; node_modules and dot folders do not count. */
const FILES_LIMIT = 200;
/** A submission's files together (bytes). */
const SUBMISSION_LIMIT = 10 * 1024 * 1024;
/** One source file (bytes). */
const FILE_LIMIT = 1024 * 1024;

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
  for (const { name, kind } of walk.tree.list(joined(walk.root, folder))) {
    if (tooMuch(walk) !== null) return;
    const file = joined(folder, name);
    if (kind === 'folder') {
      if (!isIgnored(name)) walkFolder(walk, file);
    } else if (kind === 'file') {
      countFile(walk, file);
    } else {
      const message = `${file} is a ${kind}, which is not followed: hand in the file itself.`;
      walk.refused.set(file, { message, counts: false });
    }
  }
}

function countFile(walk: Walk, file: string): void {
  const size = walk.tree.sizeOf(joined(walk.root, file));
  walk.count++;
  walk.bytes += size;
  if (!RECOGNISED.test(file)) return;
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
