// The attachments of a student that lie beside those of others: as Canvas exports them, and Moodle where it makes no folders.

import path from 'node:path';
import { isExercise } from '../../submission/roots.ts';
import { joined, type Item, type Kind } from '../../submission/tree.ts';
import { archiveContent, notFollowed, treeContent, type Content } from './content.ts';
import { archiveName, canvasName, moodleName, nameBefore } from './exportNames.ts';
import { LooseTree } from './looseTree.ts';

export interface Attachment {
  id: string;
  /** The student's, as the export has it. */
  name: string;
  /** The student's own name for the file. */
  file: string;
  isMarkedLate: boolean;
  /** Its number in Canvas, and how often a file of its name had come before: the higher, the newer. Moodle exports one attempt only. */
  order: readonly [number, number] | null;
  kind: Kind;
  /** Where it lies on disk, and its path inside the folder that is graded. */
  path: string;
  source: string;
}

/** What counts of a student's attachments. */
export interface Handed {
  content: Content;
  source: string;
  isMarkedLate: boolean;
  /** Sources of those that do not count, because they are older. */
  others: string[];
}

type Some = readonly [Attachment, ...Attachment[]];

/** A folder to look through: where it lies, and its path inside the folder that is graded. */
export interface Place {
  folder: string;
  source: string;
  /** Where the gradebook goes, which may lie in it; null where that is nowhere. */
  out: string | null;
}

/** An item of a folder as an attachment; null where it is not named as one, or is text that was typed into a page. */
export function attachmentOf({ folder, source }: Place, { name: given, kind }: Item): Attachment | null {
  const where = { path: path.join(folder, given), source: joined(source, given), kind };
  const moodle = moodleName(given);
  if (moodle)
    return moodle.plugin === 'file' ? { ...moodle, ...where, isMarkedLate: false, order: null } : null;
  const canvas = canvasName(given);
  return canvas && { ...canvas, ...where, order: [canvas.attachment, canvas.again] };
}

/** What counts of one student's attachments: of Moodle all together, of Canvas the newest archive or loose files. */
export function handedOf(attachments: Some): Handed {
  if (attachments[0].order === null) return together(attachments, []);
  const newest = decisive(attachments);
  // A report beside an archive is no submission; alone it is all that was handed in.
  const counting: Some = isArchive(newest)
    ? [newest]
    : newestByName(
        attachments.filter((each) => !isArchive(each)),
        newest,
      );
  const older = attachments.filter((each) => !counting.includes(each));
  const others = older.filter((each) => isArchive(each) || isExerciseFile(each));
  return together(counting, others.map(({ source }) => source).toSorted());
}

function together(attachments: Some, others: string[]): Handed {
  const newest = decisive(attachments);
  const isAlone = attachments.length === 1 && isArchive(newest);
  return {
    content: isAlone ? archiveOf(newest) : looseOf(attachments, newest.source),
    source: newest.source,
    isMarkedLate: attachments.some(({ isMarkedLate }) => isMarkedLate),
    others,
  };
}

function archiveOf({ path: file, source, kind, file: name }: Attachment): Content {
  return kind === 'file' ? archiveContent(file, source, name) : notFollowed(file, source, kind);
}

function looseOf(attachments: readonly Attachment[], source: string): Content {
  const tree = new LooseTree();
  for (const { file, kind, path: where } of attachments) tree.attach(file, kind, where);
  // Canvas may have put the number behind a name that the student's imports have without it.
  for (const { file, kind, order, path: where } of attachments.toSorted(byOrder).toReversed()) {
    const name = order && nameBefore(file);
    if (name && !tree.holds(name)) tree.attach(name, kind, where);
  }
  return treeContent(tree, source);
}

/** Of several by one name the newest; `newest` is the newest of all. */
function newestByName(attachments: readonly Attachment[], newest: Attachment): Some {
  const byName = new Map(attachments.toSorted(byOrder).map((each) => [each.file, each]));
  return [newest, ...[...byName.values()].filter((each) => each !== newest)];
}

/** The one that a set is as new as: its newest exercise file or archive, else its newest file. */
function decisive(attachments: Some): Attachment {
  const [first, ...rest] = attachments;
  const worth = (each: Attachment) => (isArchive(each) || isExerciseFile(each) ? 1 : 0);
  return rest.reduce(
    (best, each) => ((worth(each) - worth(best) || byOrder(each, best)) > 0 ? each : best),
    first,
  );
}

function isArchive({ file }: Pick<Attachment, 'file'>): boolean {
  return archiveName(file) !== null;
}

function isExerciseFile({ file, kind }: Attachment): boolean {
  return isExercise({ name: file, kind });
}

function byOrder(a: Attachment, b: Attachment): number {
  const [[one, again], [other, againOther]] = [a.order ?? [0, 0], b.order ?? [0, 0]];
  return one - other || again - againOther || (a.source < b.source ? -1 : 1);
}
