// What the tables of the small class come to, byte for byte; a file here has LF, and CRLF is put in when it is read.

import { readFileSync } from 'node:fs';

/** The golden file of this name, as it is written for an instructor. */
export function golden(name: string): string {
  const file = new URL(`./golden/${name}`, import.meta.url);
  // \r stands for itself: a name may hold the end of a line.
  return readFileSync(file, 'utf8').replaceAll(/\r?\n/g, '\r\n');
}
