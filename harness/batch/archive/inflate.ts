// The bytes of a zip's entries, never more than the entry declares, and only what is whole.

import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { Unreadable } from '../unreadable.ts';

/** An entry to read, and its path for messages. */
export interface Wanted {
  path: string;
  entry: Entry;
}

/** Bytes before the name in front of an entry's content. */
const LOCAL_HEADER = 30;
/** Bytes that content which does not shrink may grow by, and then some: deflate adds 5 to each block and needs no more. */
const DEFLATE_SLACK = 1024;

/** The bytes of each, in order. Throws Unreadable, with the archive as `label`, where one is locked, damaged or not what it says. */
export async function inflateAll(zip: ZipFile, wanted: readonly Wanted[], label: string): Promise<Buffer[]> {
  const refuse = (said: string) => new Unreadable(`${label} ${said}.`);
  const shared = overlapping(wanted);
  if (shared)
    throw refuse(`holds ${shared.path} in the bytes of another file: zip the exercises folder again`);
  const contents: Buffer[] = [];
  for (const each of wanted) {
    const fault = faultOf(each);
    if (fault !== null) throw refuse(fault);
    try {
      contents.push(await inflate(zip, each.entry));
    } catch (error) {
      const said = `is damaged at ${each.path}, whose content is not what its list of files says`;
      throw new Unreadable(`${label} ${said}: zip the exercises folder again.`, { cause: error });
    }
  }
  return contents;
}

/** Why an entry is not even tried. */
function faultOf({ path, entry }: Wanted): string | null {
  if (entry.isEncrypted()) return `has a password (${path}): hand in a zip without one`;
  if (!entry.canDecodeFileData())
    return `holds ${path} compressed in a way that is not read (method ${entry.compressionMethod}): zip it the usual way, by deflate`;
  if (entry.compressedSize > entry.uncompressedSize * 2 + DEFLATE_SLACK)
    return `holds ${path} in more bytes than it can need: zip the exercises folder again`;
  return null;
}

/** One that starts before another ends: such archives are made to unpack to far more than they are. */
function overlapping(wanted: readonly Wanted[]): Wanted | null {
  const start = ({ entry }: Wanted) => entry.relativeOffsetOfLocalHeader;
  let end = 0;
  for (const each of wanted.toSorted((a, b) => start(a) - start(b))) {
    if (start(each) < end) return each;
    end = start(each) + LOCAL_HEADER + each.entry.fileNameLength + each.entry.compressedSize;
  }
  return null;
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  // yauzl ends with an error at the first byte beyond the declared size, which is within a file's limit.
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum is another one');
  return bytes;
}
