// A folder on disk as a tree; nothing in it is followed.

import { lstatSync, readdirSync, readFileSync, type Dirent, type Stats } from 'node:fs';
import path from 'node:path';
import { byName, type Item, type Kind, type Tree } from './tree.ts';

export class FolderTree implements Tree {
  readonly #top: string;

  constructor(top: string) {
    this.#top = top;
  }

  list(folder: string): Item[] {
    return readdirSync(this.pathOf(folder), { withFileTypes: true })
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .toSorted(byName);
  }

  sizeOf(file: string): number {
    // A name that is no text is read back as another one, under which there is nothing.
    return lstatSync(this.pathOf(file), { throwIfNoEntry: false })?.size ?? 0;
  }

  read(file: string): Buffer {
    return readFileSync(this.pathOf(file));
  }

  /** Where a file of the tree lies on disk. */
  pathOf(file: string): string {
    return path.join(this.#top, file);
  }
}

/** What kind of thing an entry of a folder is; a link is a link, whatever it leads to. */
function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'symbolic link';
  return entry.isFIFO() ? 'pipe' : 'device or socket';
}
