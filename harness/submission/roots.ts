// Where in a tree the exercises are: at its top, in `exercises/`, or the same after a few wrapping folders.

import { EXERCISE_FILES } from './exerciseFiles.ts';
import { joined, type Item, type Tree } from './tree.ts';

/** How many wrapping folders are looked through for the exercises, as an unpacked archive has them. */
export const WRAPPING_LIMIT = 3;

const IGNORED_FOLDERS = new Set(['node_modules', '__MACOSX']);

/**
 * The folders with exercise files, of the outermost level with exercises: none, the one to grade, or several to choose from.
 * Throws where there are none, and a folder cannot be looked into that could hold some.
 */
export function rootsOf(tree: Tree): string[] {
  const closed: unknown[] = [];
  for (const roots of levelsOf(tree, closed)) if (roots.length > 0) return roots;
  if (closed.length > 0) throw closed[0];
  return [];
}

/** The folders with exercise files further in than those of `rootsOf`, such as a copy that was put aside; as far as they are open. */
export function rootsFurtherIn(tree: Tree): string[] {
  const levels: string[][] = [];
  try {
    for (const roots of levelsOf(tree, [])) if (roots.length > 0) levels.push(roots);
  } catch {
    // What is closed to us counts for nothing here: what is graded was read.
  }
  const [outermost = [], ...further] = levels;
  return [...new Set(further.flat())].filter((root) => !outermost.includes(root));
}

/** For each level of wrapping folders, from the outermost in, its folders with exercise files; `closed` as in isOpen. */
function* levelsOf(tree: Tree, closed: unknown[]): Generator<string[]> {
  let level = [''];
  for (let depth = 0; depth <= WRAPPING_LIMIT; depth++) {
    yield level.flatMap((folder) => rootsAt(tree, folder));
    if (depth === WRAPPING_LIMIT) return;
    level = level
      .flatMap((folder) => wrappedIn(tree, folder))
      .filter((folder) => isOpen(tree, folder, closed));
  }
}

/** Of a folder and its `exercises/` those that hold exercise files. */
export function rootsAt(tree: Tree, folder: string): string[] {
  const items = tree.list(folder);
  const hasExercises = items.some(({ name, kind }) => name === 'exercises' && kind === 'folder');
  const inside = joined(folder, 'exercises');
  return [
    ...(items.some(isExercise) ? [folder] : []),
    ...(hasExercises && tree.list(inside).some(isExercise) ? [inside] : []),
  ];
}

/** Whether an item counts as an exercise; a link or pipe by that name does, and is refused when it comes to reading. */
export function isExercise({ name, kind }: Item): boolean {
  return kind !== 'folder' && EXERCISE_FILES.has(name);
}

/** Whether a folder of this name is left out, with all that is in it. */
export function isIgnored(name: string): boolean {
  return name.startsWith('.') || IGNORED_FOLDERS.has(name);
}

/** Whether exercises are not even looked for in a folder of this name; what is imported from there is read all the same. */
export function isForeign(name: string): boolean {
  return isIgnored(name) || name === 'solutions';
}

function wrappedIn(tree: Tree, folder: string): string[] {
  return tree
    .list(folder)
    .filter(({ name, kind }) => kind === 'folder' && !isForeign(name))
    .map(({ name }) => joined(folder, name));
}

/** Whether a folder can be looked into; where it cannot, `closed` gets to know why. */
function isOpen(tree: Tree, folder: string, closed: unknown[]): boolean {
  try {
    tree.list(folder);
    return true;
  } catch (error) {
    closed.push(error);
    return false;
  }
}
