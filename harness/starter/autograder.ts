// The zip that Gradescope unpacks in /autograder/source: two scripts at its root, and the grader beside them.

import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { readTemplate, starterContents } from './contents.ts';
import { UNPINNED } from './pin.ts';

/** Gradescope starts these two by name. */
const SCRIPTS = ['setup.sh', 'run_autograder'];

const EXECUTABLE = 0o100755;
const PLAIN = 0o100644;

/** The same zip of the same project, whenever it is made; zip knows no time before 1980, and no zone. */
const MADE_AT = new Date(1980, 0, 1);

/** Makes the zip at `file` and gives the number of its files. Throws where the disk is at fault. */
export async function writeAutograder(root: string, file: string): Promise<number> {
  const zip = new ZipFile();
  const add = (name: string, text: string, mode: number) =>
    zip.addBuffer(Buffer.from(text), name, { mode, mtime: MADE_AT });
  for (const name of SCRIPTS) add(name, readTemplate(root, `gradescope/${name}`), EXECUTABLE);
  const contents = [...starterContents(root, UNPINNED)].filter(([name]) => !isForStudents(name));
  for (const [name, text] of contents) add(`handgrad/${name}`, text, PLAIN);
  zip.end();
  await writeWhole(zip.outputStream, file);
  return SCRIPTS.length + contents.length;
}

/** What only a repository has a use for. */
function isForStudents(name: string): boolean {
  return name.startsWith('.') || name.startsWith('classroom50/') || name === 'README.md';
}

async function writeWhole(stream: NodeJS.ReadableStream, file: string): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    await pipeline(stream, createWriteStream(beside));
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
