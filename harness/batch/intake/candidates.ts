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
import { archiveName, canvasName, moodleName } from './exportNames.ts';

/** What a batch writes into its folder beside `submissions`, which it has once a student handed something in. */
const WRITTEN = new Set([
  ...[JOURNAL, 'batch.lock', 'batch.json', 'dolos', 'index.html'],
  ...['gradebook.csv', 'canvas.csv', 'moodle.csv'],
]);

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
  const canvas = areOneAttachment(items) ? [] : items.filter(isOfCanvas);
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

/** Whether all that is called as by Canvas has one number: `lab_2026_1_ada.zip` and `lab_2026_1_bob.zip` are no export's names. */
function areOneAttachment(items: readonly Item[]): boolean {
  const numbers = items.filter(isOfCanvas).map(({ name }) => canvasName(name)?.attachment);
  return numbers.length > 1 && new Set(numbers).size === 1;
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
  const tree = new FolderTree(folder);
  const moodle = moodleName(name);
  if (moodle ? moodle.plugin !== 'file' : isOutput(tree)) return null;
  return {
    ...{ id: moodle?.id ?? name, name: moodle?.name ?? '', source, isMarkedLate: false, others: [] },
    content: treeContent(tree, source),
    checkout: moodle ? null : folder,
  };
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
