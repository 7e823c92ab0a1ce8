// A folder on disk as a tree; nothing in it is followed.

import { existsSync, lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { byName, type Item, type Kind, type Tree } from './tree.ts';

export class FolderTree implements Tree {
  readonly #top: string;
  readonly #out: string | null;

  /** `out` is left out where it lies in the tree: what a grading writes is no part of what was handed in. */
  constructor(top: string, out: string | null = null) {
    this.#top = top;
    this.#out = out;
  }

  list(folder: string): Item[] {
    return readdirSync(this.pathOf(folder), { withFileTypes: true })
      .filter(({ name }) => this.#out === null || this.pathOf(path.join(folder, name)) !== this.#out)
      .map((entry) => ({
        name: entry.name,
        kind: this.#isNamed(folder, entry.name) ? kindOf(entry) : 'unnamed',
      }))
      .toSorted(byName);
  }

  /** A name that is no UTF-8 is read back as another one, under which there is nothing. */
  #isNamed(folder: string, name: string): boolean {
    if (!name.includes('\uFFFD')) return true;
    return existsSync(this.pathOf(path.join(folder, name)));
  }

  sizeOf(file: string): number {
    return lstatSync(this.pathOf(file)).size;
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
function kindOf(entry: Dirent): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'symbolic link';
  return entry.isFIFO() ? 'pipe' : 'device or socket';
}
