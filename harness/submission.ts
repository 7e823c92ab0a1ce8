// Reads what a student handed in, once: from here on it is plain text in memory, and what is hashed is what is graded.

import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { FolderTree } from './submission/folderTree.ts';
import { rootsOf } from './submission/roots.ts';
import { readWanted, surveyOf, type Refusal, type Survey } from './submission/survey.ts';
import { joined } from './submission/tree.ts';
import { WrongUse } from './wrongUse.ts';

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

/** A submission folder that does not exist or cannot be told from another: a wrong use of the command. */
export class NoSubmission extends WrongUse {
  override name = 'NoSubmission';
}

/** Reads the submission in `folder`, without `out` in it. Throws NoSubmission where there is none or there are two. */
export function readSubmission(folder: string, out: string | null = null): Submission {
  const { tree, root } = placeIn(folder, out);
  const { survey, bytes } = readWanted(surveyOf(tree, root), (name) => tree.read(joined(root, name)));
  return submissionOf(submissionId(path.resolve(folder)), survey, bytes);
}

/**
 * The folder with exercise files: `folder` itself, its `exercises/`, or the same after up to three wrapping folders. Throws
 * NoSubmission where there is none or there are two.
 */
export function submissionRoot(folder: string): string {
  return path.join(path.resolve(folder), placeIn(folder).root);
}

function placeIn(folder: string, out: string | null = null): { tree: FolderTree; root: string } {
  mustBeFolder(folder);
  const tree = new FolderTree(path.resolve(folder), out);
  const roots = rootsOf(tree);
  if (roots.length > 1) {
    const names = roots.map((root) => root || '.').join(' and ');
    throw new NoSubmission(
      `${path.resolve(folder)} holds exercises in ${names}: name the one to grade with --dir.`,
    );
  }
  return { tree, root: roots[0] ?? '' };
}

/** The submission that a survey found; `bytes` are those of its wanted files, in that order. */
export function submissionOf(id: string, survey: Survey, bytes: readonly Buffer[]): Submission {
  const read = survey.wanted.map((name, index): [string, Buffer] => [name, bytes[index] ?? Buffer.alloc(0)]);
  const files = new Map(read.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id,
    sha256: hashOf(files),
    files: new Map([...files].map(([name, content]) => [name, textIn(content)])),
    refused: survey.refused,
    problem: survey.problem,
  };
}

/** UTF-8, or UTF-16 where a byte order mark says so, as PowerShell and Notepad write it; without the mark. */
export function textIn(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return content.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff && content.length % 2 === 0)
    return Buffer.from(content).swap16().toString('utf16le', 2);
  return content.toString('utf8').replace(/^\uFEFF/u, '');
}

/** Throws NoSubmission where there is no folder of this name; the caller's own path may be a link, what lies below it may not. */
export function mustBeFolder(folder: string): void {
  const given = statSync(folder, { throwIfNoEntry: false });
  if (!given) throw new NoSubmission(`There is no folder ${path.resolve(folder)}.`);
  if (!given.isDirectory()) throw new NoSubmission(`${path.resolve(folder)} is not a folder.`);
}

/** The folder's name, or its parent's where that is `exercises`. */
function submissionId(folder: string): string {
  const name = path.basename(folder);
  const above = path.basename(path.dirname(folder));
  return name === 'exercises' && above !== '' ? above : name || 'submission';
}

/** sha256 over the sorted relative paths and the bytes, each with its length before it so that no two submissions join alike. */
function hashOf(files: Map<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest('hex');
}
