// Real zips for tests: honest ones as other tools write them, and hostile ones byte by byte.

import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { folderOf } from '../folder.ts';

/** A zip in a folder of its own that holds `files` by their path in it; the path of the zip. */
export async function zipOf(files: Record<string, string | Buffer>, name = 'ada.zip'): Promise<string> {
  const file = join(await folderOf({}, 'class'), name);
  await addZip(file, files);
  return file;
}

/** Writes a zip to `file`. */
export async function addZip(file: string, files: Record<string, string | Buffer>): Promise<void> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/** An entry as it is to be written, whether or not that makes sense. */
export interface RawEntry {
  name: string | Buffer;
  content?: string | Buffer;
  /** In the list of files, in place of the true ones. */
  size?: number;
  packedSize?: number;
  crc?: number;
  flags?: number;
  method?: number;
  attributes?: number;
  /** Where the list says that the entry begins. */
  offset?: number;
}

/** The bytes of a zip of these entries. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const packed = (entry.method ?? 8) === 8 ? deflateRawSync(content) : content;
    const head = headOf(entry, { name, content, packed });
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(entry.attributes ?? 0, 6);
    tail.writeUInt32LE(entry.offset ?? offset, 10);
    centrals.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), head, tail, name);
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

/** A raw zip in a folder of its own; the path of the zip. */
export async function rawZipOf(entries: readonly RawEntry[], name = 'ada.zip'): Promise<string> {
  return bytesOf(rawZip(entries), name);
}

/** A file of these bytes in a folder of its own. */
export async function bytesOf(bytes: Buffer, name = 'ada.zip'): Promise<string> {
  const file = join(await folderOf({}, 'class'), name);
  await writeFile(file, bytes);
  return file;
}

/** What an entry has in front of its content and in the list of files alike. */
function headOf(
  entry: RawEntry,
  { name, content, packed }: Record<'name' | 'content' | 'packed', Buffer>,
): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(entry.flags ?? 0, 2);
  head.writeUInt16LE(entry.method ?? 8, 4);
  head.writeUInt32LE(entry.crc ?? crc32(content), 10);
  head.writeUInt32LE(entry.packedSize ?? packed.length, 14);
  head.writeUInt32LE(entry.size ?? content.length, 18);
  head.writeUInt16LE(name.length, 22);
  return head;
}
