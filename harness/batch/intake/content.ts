// What one submission is read from: a folder or loose attachments, a zip, or something that is refused as it lies there.

import { lstatSync } from 'node:fs';
import { rootsFurtherIn, rootsOf, WRAPPING_LIMIT } from '../../submission/roots.ts';
import { readWanted, surveyOf } from '../../submission/survey.ts';
import { joined, unreadWords, type Kind, type Tree } from '../../submission/tree.ts';
import { submissionOf, type Submission } from '../../submission.ts';
import { Archive } from '../archive.ts';
import { shown, shownAll, Unreadable } from '../unreadable.ts';
import { archiveName } from './exportNames.ts';

export interface Content {
  /** Rejects with Unreadable, in one sentence, where there is nothing to grade. */
  read(id: string): Promise<Submission>;
  /** Whether it holds an exercise file, or cannot be looked into. */
  isSubmission(): Promise<boolean>;
  /** When its files were last changed. */
  changedAt(): Date;
  /** Archives that lie beside exercise files, and are not opened because of them. */
  unopened(): string[];
  /** Folders with exercise files further in than those that are graded; asked for once it has been read. */
  furtherIn(): string[];
}

/** A tree whose files lie on disk. */
export interface DiskTree extends Tree {
  read(file: string): Buffer;
  pathOf(file: string): string;
}

/** A folder, or what stands for one; an archive is opened where there is nothing else to grade. */
export function treeContent(tree: DiskTree, label: string): Content {
  const inner = () => archiveIn(tree, label);
  let opened: Content | null = null;
  return {
    async read(id) {
      const root = soleRoot(tree, label);
      if (root === null) {
        opened = inner();
        if (opened === null) throw holdsNone(label);
        return opened.read(id);
      }
      const { survey, bytes } = readWanted(surveyOf(tree, root), (file) => tree.read(joined(root, file)));
      return submissionOf(id, survey, bytes);
    },
    async isSubmission() {
      try {
        return rootsOf(tree).length > 0 || ((await inner()?.isSubmission()) ?? false);
      } catch {
        return true;
      }
    },
    changedAt() {
      try {
        return newestOf(filesThatCount(tree).map((file) => tree.pathOf(file)));
      } catch {
        return newestOf([]); // a closed folder; what is wrong with it is said when it is read
      }
    },
    unopened: () => (rootsOf(tree).length > 0 ? archivesIn(tree) : []),
    furtherIn: () => opened?.furtherIn() ?? rootsFurtherIn(tree),
  };
}

/** An archive by its `name`, which an export may have changed in the label; anything but a zip is refused with the remedy. */
export function archiveContent(file: string, label: string, name = label): Content {
  if (archiveName(name)?.isZip !== true)
    return refusedContent(file, `${shown(label)} is an archive that is not read: hand in a zip or a folder.`);
  let furtherIn: string[] = [];
  return {
    read: (id) =>
      withArchive(file, label, (archive) => {
        furtherIn = rootsFurtherIn(archive.tree);
        return readArchive(archive, id, label);
      }),
    isSubmission: () => withArchive(file, label, ({ tree }) => rootsOf(tree).length > 0).catch(() => true),
    changedAt: () => newestOf([file]),
    unopened: () => [],
    furtherIn: () => furtherIn,
  };
}

/** A link or pipe where a submission could be. */
export function notFollowed(file: string, label: string, kind: Kind): Content {
  return refusedContent(
    file,
    `${shown(label)} ${unreadWords(kind)}: put the folder or archive itself there.`,
  );
}

function refusedContent(file: string, message: string): Content {
  return {
    read: () => Promise.reject(new Unreadable(message)),
    isSubmission: () => Promise.resolve(true),
    changedAt: () => newestOf([file]),
    unopened: () => [],
    furtherIn: () => [],
  };
}

function soleRoot(tree: Tree, label: string): string | null {
  const roots = rootsOf(tree);
  if (roots.length < 2) return roots[0] ?? null;
  const names = shownAll(roots.map((root) => root || 'its top'));
  throw new Unreadable(`${shown(label)} holds exercises in ${names}: hand in one of them.`);
}

function archiveIn(tree: DiskTree, label: string): Content | null {
  const names = archivesIn(tree);
  if (names.length > 1)
    throw new Unreadable(
      `${shown(label)} holds several archives (${shownAll(names)}) and no exercise file: hand in one of them.`,
    );
  const [name] = names;
  return name === undefined ? null : archiveContent(tree.pathOf(name), joined(label, name));
}

function filesThatCount(tree: Tree): string[] {
  const [root] = rootsOf(tree);
  return root === undefined
    ? archivesIn(tree)
    : surveyOf(tree, root).wanted.map((file) => joined(root, file));
}

/** Archives at the top of a tree. */
export function archivesIn(tree: Tree): string[] {
  return tree
    .list('')
    .filter(({ name, kind }) => kind === 'file' && !name.startsWith('.') && archiveName(name) !== null)
    .map(({ name }) => name);
}

function holdsNone(label: string, aside = ''): Unreadable {
  return new Unreadable(
    `${shown(label)} holds no exercise file such as 01-forward.ts, at its top, in exercises/ or within ${WRAPPING_LIMIT} folders${aside}.`,
  );
}

/** The time of the last change among files; long ago where there are none to look at. */
function newestOf(files: readonly string[]): Date {
  const times = files.map((file) => lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return new Date(Math.max(0, ...times));
}

async function withArchive<T>(
  file: string,
  label: string,
  use: (archive: Archive) => T | Promise<T>,
): Promise<T> {
  const archive = await Archive.open(file, shown(label));
  try {
    return await use(archive);
  } finally {
    archive.close();
  }
}

async function readArchive(archive: Archive, id: string, label: string): Promise<Submission> {
  const root = soleRoot(archive.tree, label);
  if (root === null) {
    const [deeper] = archivesIn(archive.tree);
    throw holdsNone(label, deeper === undefined ? '' : ` (${shown(deeper)} in it is not opened)`);
  }
  const survey = surveyOf(archive.tree, root);
  const bytes = await archive.read(survey.wanted.map((file) => joined(root, file)));
  return submissionOf(id, survey, bytes);
}
