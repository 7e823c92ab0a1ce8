// Real folders for tests, each of its own and gone when its test is.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readSubmission, type Submission } from '../../harness/submission.ts';

/** A new folder, called `name`, that holds `files` by their path in it. */
export async function folderOf(files: Record<string, string>, name = 'ada'): Promise<string> {
  const outside = await mkdtemp(join(tmpdir(), 'handgrad-folder-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, name);
  await mkdir(folder);
  for (const [file, text] of Object.entries(files)) await addFile(folder, file, text);
  return folder;
}

/** One more file in a folder, with the folders on the way to it. */
export async function addFile(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** These files, handed in. */
export async function handIn(files: Record<string, string>): Promise<Submission> {
  return readSubmission(await folderOf(files));
}
