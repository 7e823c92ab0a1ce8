// A zip that a student handed in, read without unpacking it: its list of files first, then the few that count.

import { lstatSync } from 'node:fs';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { isIgnored } from '../submission/roots.ts';
import type { Tree } from '../submission/tree.ts';
import { BoundedReader } from './archive/boundedReader.ts';
import { kindOfEntry, pathOf } from './archive/entryPath.ts';
import { inflateAll } from './archive/inflate.ts';
import { ListedTree } from './listedTree.ts';
import { shown, Unreadable } from './unreadable.ts';

/** Entries of an archive, node_modules and all: a student's own project has some tens of thousands. */
const ENTRIES_LIMIT = 100_000;
/** Files and folders outside node_modules and dot folders, which are held in memory (about 1 KiB each). */
const KEPT_LIMIT = 10_000;

export class Archive {
  readonly #label: string;
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;
  readonly tree: Tree;

  private constructor(label: string, zip: ZipFile, { tree, entries }: Listing) {
    this.#label = label;
    this.#zip = zip;
    this.#entries = entries;
    this.tree = tree;
  }

  /** Reads the list of files; `label` names the archive in messages. Throws Unreadable where it is no zip or not a safe one. */
  static async open(file: string, label: string): Promise<Archive> {
    if (!lstatSync(file).isFile()) throw new Unreadable(`${label} is no file: hand in the zip itself.`);
    const zip = await asUnreadable(label, openZip(file));
    try {
      return new Archive(label, zip, await asUnreadable(label, listingOf(zip, label)));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** The bytes of these files of the tree, in order. Throws Unreadable where one is locked, damaged or not what it says. */
  async read(files: readonly string[]): Promise<Buffer[]> {
    const wanted = files.flatMap((path) => {
      const entry = this.#entries.get(path);
      return entry ? [{ path: shown(path), entry }] : [];
    });
    return inflateAll(this.#zip, wanted, this.#label);
  }

  close(): void {
    this.#zip.close();
  }
}

async function openZip(file: string): Promise<ZipFile> {
  const reader = new BoundedReader(file);
  try {
    const options = { autoClose: false, decodeStrings: false };
    return await fromRandomAccessReaderPromise(reader, reader.size, options);
  } catch (error) {
    reader.closeNow();
    throw error;
  }
}

interface Listing {
  tree: ListedTree;
  entries: Map<string, Entry>;
}

async function listingOf(zip: ZipFile, label: string): Promise<Listing> {
  const listing: Listing = { tree: new ListedTree(), entries: new Map() };
  const tooMany = (limit: number) =>
    new Unreadable(`${label} lists more than ${limit} files: hand in the exercises alone.`);
  if (zip.entryCount > ENTRIES_LIMIT) throw tooMany(ENTRIES_LIMIT);
  for await (const entry of zip.eachEntry()) {
    listEntry(listing, entry, label);
    if (listing.tree.count > KEPT_LIMIT) throw tooMany(KEPT_LIMIT);
  }
  return listing;
}

function listEntry({ tree, entries }: Listing, entry: Entry, label: string): void {
  const path = pathOf(entry, label);
  const kind = kindOfEntry(entry);
  const folders = kind === 'folder' ? path.split('/') : path.split('/').slice(0, -1);
  if (path === '' || folders.some(isIgnored)) return;
  if (!tree.add({ path, kind, size: entry.uncompressedSize }))
    throw new Unreadable(`${label} holds two things called ${shown(path)}: zip the exercises folder again.`);
  if (kind === 'file') entries.set(path, withoutTexts(entry));
}

/** Names and comments of up to 64 KiB each are not needed any more. */
function withoutTexts(entry: Entry): Entry {
  const none = Buffer.alloc(0);
  const raw = { fileNameRaw: none, extraFieldRaw: none, fileCommentRaw: none, extraFields: [] };
  return Object.assign(entry, raw, { fileName: '', fileComment: '', comment: '' });
}

/** Whatever the library finds wrong, as a sentence about the archive. */
async function asUnreadable<T>(label: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    if (error instanceof Error && 'syscall' in error) throw error; // the system's, and not the archive's
    const isLocked = error instanceof Error && error.message.includes('encryption');
    const said = isLocked
      ? 'has a password: hand in a zip without one.'
      : 'is no whole zip file, but cut off, damaged or of another kind: zip the exercises folder again.';
    throw new Unreadable(`${label} ${said}`, { cause: error });
  }
}
