// Real classes for tests: folders of submissions, and what comes of reading them.

import { join } from 'node:path';
import { expect } from 'vitest';
import type { HandedIn } from '../../../harness/batch/intake.ts';
import { Unreadable } from '../../../harness/batch/unreadable.ts';
import { addFile, folderOf } from '../folder.ts';
import { addZip } from './zips.ts';

/** A class of these files; one given as files itself is a zip of them. */
export async function classOf(files: Record<string, string | Record<string, string>>): Promise<string> {
  const folder = await folderOf({}, 'class');
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'string') await addFile(folder, name, content);
    else {
      await addFile(folder, name, '');
      await addZip(join(folder, name), content);
    }
  }
  return folder;
}

/** Id, name and source of each. */
export function summaryOf(handedIn: readonly HandedIn[]): string[][] {
  return handedIn.map(({ id, name, source }) => [id, name, source]);
}

/** The names of the files of one. */
export async function filesOf(handedIn: HandedIn | undefined): Promise<string[]> {
  return [...((await handedIn?.open())?.files.keys() ?? [])];
}

/** Why one cannot be opened; it must not be. */
export async function refusalOf(handedIn: HandedIn | undefined): Promise<string> {
  const error: unknown = await handedIn?.open().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Unreadable);
  return error instanceof Error ? error.message : '';
}
