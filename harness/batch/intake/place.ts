// Which folder holds the submissions: the one that is named, or one that a folder too many was put around.

import { FolderTree } from '../../submission/folderTree.ts';
import { isExercise, isForeign, rootsAt, rootsOf, WRAPPING_LIMIT } from '../../submission/roots.ts';
import { joined } from '../../submission/tree.ts';
import { NoSubmission } from '../../submission.ts';
import { foldedId } from '../foldedId.ts';
import type { Known } from '../intake.ts';
import type { Place } from './attachments.ts';
import { candidatesIn, isExported } from './candidates.ts';
import { archivesIn } from './content.ts';

/** The place of the submissions in `folder`. Throws NoSubmission where the folder is laid out like one submission. */
export function placeOf(folder: string, { out = null, students = [] }: Known): Place {
  mustHoldMany(folder);
  const ids = new Set(students.map(({ id }) => foldedId(id)));
  let place: Place = { folder, source: '', out };
  for (let depth = 0; depth < WRAPPING_LIMIT; depth++) {
    const inside = wrapperIn(place, ids);
    if (inside === null) break;
    place = inside;
  }
  return place;
}

function mustHoldMany(folder: string): void {
  const tree = new FolderTree(folder);
  const [root] = rootsAt(tree, '');
  if (root === undefined) return;
  const file = joined(root, tree.list(root).find(isExercise)?.name ?? '');
  throw new NoSubmission(
    `${folder} holds ${file}, as one submission does: grade that with npm run grade -- --dir ${folder}, or name a folder that holds one folder or zip for each student.`,
  );
}

/** The one folder of a place that has nothing else to grade, where it holds several submissions and is none itself, nor a student's. */
function wrapperIn(place: Place, students: ReadonlySet<string>): Place | null {
  const [only, ...more] = candidatesIn(place);
  if (!only || more.length > 0 || only.checkout === null || students.has(foldedId(only.id))) return null;
  try {
    const isWrapper = holdsMany(new FolderTree(only.checkout), WRAPPING_LIMIT);
    return isWrapper ? { folder: only.checkout, source: only.source, out: place.out } : null;
  } catch {
    return null; // a closed folder is a submission that cannot be read, and says so
  }
}

function holdsMany(tree: FolderTree, depth: number): boolean {
  if (rootsAt(tree, '').length > 0) return false;
  const items = tree.list('').filter(({ name }) => !isForeign(name));
  if (items.some(isExported)) return true;
  const folders = items
    .filter(({ kind }) => kind === 'folder')
    .map(({ name }) => new FolderTree(tree.pathOf(name)));
  const submissions = folders.filter((each) => rootsOf(each).length > 0 || archivesIn(each).length > 0);
  const count = submissions.length + archivesIn(tree).length;
  const [wrapped] = folders;
  return (
    count > 1 || (depth > 0 && folders.length === 1 && wrapped !== undefined && holdsMany(wrapped, depth - 1))
  );
}
