// Attachments of one student as a tree: each under the student's own name for it, wherever it lies on disk.

import { lstatSync, readFileSync } from 'node:fs';
import type { Kind } from '../../submission/tree.ts';
import { ListedTree } from '../listedTree.ts';

export class LooseTree extends ListedTree {
  readonly #paths = new Map<string, string>();

  /** Adds the file that lies at `where`. */
  attach(name: string, kind: Kind, where: string): void {
    this.#paths.set(name, where);
    // A name that is no text is read back as another one, under which there is nothing: reading it says so.
    this.add({ path: name, kind, size: lstatSync(where, { throwIfNoEntry: false })?.size ?? 0 });
  }

  read(file: string): Buffer {
    return readFileSync(this.pathOf(file));
  }

  /** Where a file of the tree lies on disk. */
  pathOf(file: string): string {
    return this.#paths.get(file) ?? file;
  }
}
