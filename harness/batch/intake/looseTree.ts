// Attachments of one student as a tree: each under the student's own name for it, wherever it lies on disk.

import { lstatSync, readFileSync } from 'node:fs';
import type { Kind } from '../../submission/tree.ts';
import { ListedTree } from '../listedTree.ts';

export class LooseTree extends ListedTree {
  readonly #paths = new Map<string, string>();

  /** Adds the file that lies at `where`, unless there is one of that name. */
  attach(name: string, kind: Kind, where: string): void {
    const size = kind === 'unnamed' ? 0 : lstatSync(where).size;
    if (this.add({ path: name, kind, size })) this.#paths.set(name, where);
  }

  read(file: string): Buffer {
    return readFileSync(this.pathOf(file));
  }

  /** Where a file of the tree lies on disk. */
  pathOf(file: string): string {
    return this.#paths.get(file) ?? file;
  }
}
