// A tree of files made of paths one by one: the entries of an archive, or attachments that lie loose.

import { byName, type Item, type Kind, type Tree } from '../submission/tree.ts';

/** What a path is added as; `size` in bytes. */
export interface Listed {
  path: string;
  kind: Kind;
  size: number;
}

export class ListedTree implements Tree {
  readonly #folders = new Map([['', new Map<string, Kind>()]]);
  readonly #sizes = new Map<string, number>();
  #count = 0;

  /** Files and folders in it, those on the way to others included. */
  get count(): number {
    return this.#count;
  }

  /** Whether there was room: false where the path, or one on the way to it, is something else already, or is a file twice. */
  add({ path, kind, size }: Listed): boolean {
    const cut = path.lastIndexOf('/');
    const [folder, name] = [path.slice(0, Math.max(0, cut)), path.slice(cut + 1)];
    if (folder !== '' && !this.#folders.has(folder) && !this.add({ path: folder, kind: 'folder', size: 0 }))
      return false;
    const siblings = this.#folders.get(folder);
    const there = siblings?.get(name);
    if (there !== undefined) return there === 'folder' && kind === 'folder';
    this.#count++;
    siblings?.set(name, kind);
    if (kind === 'folder') this.#folders.set(path, new Map());
    else this.#sizes.set(path, size);
    return true;
  }

  list(folder: string): Item[] {
    const items = [...(this.#folders.get(folder) ?? [])];
    return items.map(([name, kind]) => ({ name, kind })).toSorted(byName);
  }

  sizeOf(file: string): number {
    return this.#sizes.get(file) ?? 0;
  }

  /** Whether there is something of this path that is no folder. */
  holds(path: string): boolean {
    return this.#sizes.has(path);
  }
}
