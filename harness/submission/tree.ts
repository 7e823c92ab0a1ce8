// A tree of files as the reading of a submission sees it: a folder on disk, the entries of an archive, or loose files.

/** `unnamed` has a name that is no UTF-8, and cannot be asked for by it. */
export type Kind = 'file' | 'folder' | 'symbolic link' | 'pipe' | 'device or socket' | 'unnamed';

export interface Item {
  name: string;
  kind: Kind;
}

/** Paths in it have `/` between folders; the top is `''`. */
export interface Tree {
  /** What lies in a folder, by name. Throws where a folder on disk is missing or closed; an archive's is empty then. */
  list(folder: string): Item[];
  /** Bytes, as the tree tells them. */
  sizeOf(file: string): number;
}

/** The path of `name` in `folder`; either may be empty. */
export function joined(folder: string, name: string): string {
  return folder === '' || name === '' ? `${folder}${name}` : `${folder}/${name}`;
}

/** Why what is neither file nor folder is not read, as the end of a clause. */
export function unreadWords(kind: Kind): string {
  return kind === 'unnamed'
    ? 'has a name that is no text and cannot be read'
    : `is a ${kind}, which is not followed`;
}

/** In the order of code units, which is the same on every machine. */
export function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
