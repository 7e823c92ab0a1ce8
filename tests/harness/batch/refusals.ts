// Reading zips for tests, and what is said of those that are refused.

import { expect } from 'vitest';
import { archiveContent } from '../../../harness/batch/intake/content.ts';
import { Unreadable } from '../../../harness/batch/unreadable.ts';
import type { Submission } from '../../../harness/submission.ts';
import { rawZipOf, type RawEntry } from './zips.ts';

/** The zip as the submission of ada. */
export function readZip(file: string): Promise<Submission> {
  return archiveContent(file, 'ada.zip').read('ada');
}

/** What is said of a zip; it must be refused. */
export async function refusalOfFile(file: string): Promise<string> {
  const error: unknown = await readZip(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Unreadable);
  return error instanceof Error ? error.message : '';
}

/** What is said of a zip of these entries; it must be refused. */
export async function refusalOf(...entries: RawEntry[]): Promise<string> {
  return refusalOfFile(await rawZipOf(entries));
}
