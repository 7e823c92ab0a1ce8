// Everything in a folder that may be a submission, by what it is and what it is called; nothing is opened yet.

import { statSync } from 'node:fs';
import path from 'node:path';
import { FolderTree } from '../../submission/folderTree.ts';
import { isForeign, rootsAt } from '../../submission/roots.ts';
import { joined, type Item } from '../../submission/tree.ts';
import { groupedBy } from '../grouping.ts';
import { JOURNAL } from '../journal.ts';
import { attachmentOf, handedOf, type Handed, type Place } from './attachments.ts';
import { archiveContent, notFollowed, treeContent } from './content.ts';
import { archiveName, canvasName, moodleName, nameBefore, type CanvasName } from './exportNames.ts';

/** What a batch writes into its folder beside `submissions`, which it has once a student handed something in. */
const WRITTEN = new Set([
  ...[JOURNAL, 'batch.lock', 'batch.json', 'dolos', 'index.html'],
  ...['gradebook.csv', 'canvas.csv', 'moodle.csv'],
]);

/** How far within the folder of a class an OUT is looked for, so that nobody's submission is made of it (folders). */
const OUT_DEPTH = 3;

/** A student may hand in two zips; that one student alone did so with more is less likely than names of another kind. */
const ARCHIVES_OF_MANY = 3;

export interface Candidate extends Handed {
  id: string;
  /** As an export has it, else empty. */
  name: string;
  /** A folder that may be a git checkout; null where it is none, or where an export knows better when it came. */
  checkout: string | null;
}

/** What may be a submission in a place; not the instructor's files, dot folders, or the output of this batch or an earlier one. */
export function candidatesIn(place: Place): Candidate[] {
  const items = new FolderTree(place.folder, place.out).list('').filter(({ name }) => !isForeign(name));
  const canvas = areNoExport(items) ? [] : items.filter(isOfCanvas);
  const attached = [...items.filter(isOfMoodle), ...canvas];
  const attachments = attached.flatMap((item) => attachmentOf(place, item) ?? []);
  const students = [
    ...groupedBy(attachments, ({ id, order }) => `${id} ${order ? 'canvas' : 'moodle'}`).values(),
  ];
  return [
    ...items.filter((item) => !attached.includes(item)).flatMap((item) => candidateOf(place, item) ?? []),
    ...students.map((own) => ({ id: own[0].id, name: own[0].name, checkout: null, ...handedOf(own) })),
  ];
}

/** Whether an item is called as an export calls what students handed in. */
export function isExported(item: Item): boolean {
  return moodleName(item.name) !== null || isAttachment(item);
}

function isAttachment(item: Item): boolean {
  return isOfMoodle(item) || isOfCanvas(item);
}

function isOfMoodle({ name, kind }: Item): boolean {
  return kind !== 'folder' && (moodleName(name)?.file ?? '') !== '';
}

function isOfCanvas({ name, kind }: Item): boolean {
  return kind !== 'folder' && moodleName(name) === null && canvasName(name) !== null;
}

/**
 * Whether names are as by Canvas and no export's all the same: all have one number (`lab_2026_1_ada.zip`, `lab_2026_1_bob.zip`), an
 * id has two names (`ada_2026_11_30.zip`, `bob_2026_12_01.zip`), or one id has all the archives (`lab_3_17_ada.zip`, `lab_3_18_bob.zip`).
 */
function areNoExport(items: readonly Item[]): boolean {
  const names = items.filter(isOfCanvas).flatMap(({ name }) => canvasName(name) ?? []);
  if (names.length < 2) return false;
  const byId = [...groupedBy(names, ({ id }) => id).values()];
  return (
    new Set(names.map(({ attachment }) => attachment)).size === 1 ||
    byId.some((own) => new Set(own.map(({ name }) => name)).size > 1) ||
    (byId.length === 1 && areOfMany(names))
  );
}

/** Whether one student would have handed in more archives, each of another name, than anyone does. */
function areOfMany(names: readonly CanvasName[]): boolean {
  const files = new Set(names.map(({ file }) => nameBefore(file) ?? file));
  return files.size >= ARCHIVES_OF_MANY && [...files].every((file) => archiveName(file) !== null);
}

function candidateOf(place: Place, { name, kind }: Item): Candidate | null {
  if (kind === 'folder') return folderCandidate(place, name);
  const [file, source] = [path.join(place.folder, name), joined(place.source, name)];
  const archive = archiveName(name);
  const id = archive?.stem ?? moodleName(name)?.id ?? name;
  const isMeant = archive !== null || kind === 'unnamed' || (kind === 'symbolic link' && !leadsToFile(file));
  if (!isMeant) return null;
  const content = kind === 'file' ? archiveContent(file, source) : notFollowed(file, source, kind);
  return {
    id,
    name: '',
    source,
    isMarkedLate: false,
    others: [],
    content,
    checkout: null,
  };
}

function folderCandidate(place: Place, name: string): Candidate | null {
  const [folder, source] = [path.join(place.folder, name), joined(place.source, name)];
  const tree = new FolderTree(folder, place.out);
  const moodle = moodleName(name);
  if (moodle ? moodle.plugin !== 'file' : holdsOutput(folder, place.out)) return null;
  return {
    ...{ id: moodle?.id ?? name, name: moodle?.name ?? '', source, isMarkedLate: false, others: [] },
    content: treeContent(tree, source),
    checkout: moodle ? null : folder,
  };
}

/** Whether a batch wrote the folder, or whatever lies in it, as the OUTs of shards may lie in one. */
function holdsOutput(folder: string, out: string | null, depth = OUT_DEPTH): boolean {
  const tree = new FolderTree(folder);
  if (folder === out || isOutput(tree)) return true;
  if (depth === 0) return false;
  try {
    const entries = tree.list('');
    const isFull = entries.length > 0 && entries.every(({ kind }) => kind === 'folder');
    return isFull && entries.every(({ name }) => holdsOutput(tree.pathOf(name), out, depth - 1));
  } catch {
    return false; // a closed folder is a submission that cannot be read, and says so
  }
}

/** Whether an earlier batch wrote the folder, cut off or not. A submission may hold a journal of its own. */
function isOutput(tree: FolderTree): boolean {
  try {
    const entries = tree.list('');
    const isJournalled = entries.some(({ name, kind }) => name === JOURNAL && kind === 'file');
    const isAllOurs = entries.every(({ name }) => WRITTEN.has(name));
    const hasResults = entries.some(({ name }) => name === 'submissions');
    return isJournalled && (isAllOurs || hasResults) && rootsAt(tree, '').length === 0;
  } catch {
    return false; // a closed folder is a submission that cannot be read, and says so
  }
}

/** Whether a link leads to a file, as one to the roster does; what leads nowhere or to a folder was meant as a submission. */
function leadsToFile(link: string): boolean {
  const target = statSync(link, { throwIfNoEntry: false });
  return target !== undefined && !target.isDirectory();
}
