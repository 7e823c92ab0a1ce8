// A file line by line: that of a large class is longer than any string can be.

import { closeSync, openSync, readSync } from 'node:fs';

/** What is read at once (bytes); a line is some 13 kB. */
const CHUNK = 1024 * 1024;

const NEWLINE = 0x0a;

/** The lines of a file in UTF-8, in order, without their ends; what follows the last end is a line too, unless it is empty. */
export function* linesOf(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let parts: Buffer[] = []; // of a line that has not ended
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      let seen = chunk.subarray(0, size);
      for (let end = seen.indexOf(NEWLINE); end !== -1; end = seen.indexOf(NEWLINE)) {
        yield Buffer.concat([...parts, seen.subarray(0, end)]).toString('utf8');
        parts = [];
        seen = seen.subarray(end + 1);
      }
      parts.push(Buffer.from(seen)); // a copy: the chunk is read into again
    }
    const last = Buffer.concat(parts).toString('utf8');
    if (last !== '') yield last;
  } finally {
    closeSync(descriptor);
  }
}
