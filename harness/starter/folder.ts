// Writes the repository that students start from: whole, or not at all.

import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { starterContents } from './contents.ts';
import { MANIFEST_PLACE, protectedDigests, writeManifest } from './manifest.ts';
import type { Pin } from './pin.ts';

/** Whether something can be made at this place: nothing is there yet, or an empty folder. */
export function isFree(place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  return !found || (found.isDirectory() && readdirSync(place).length === 0);
}

/** Makes a starter in `folder`, which is free, and gives the number of its files. Throws where the disk is at fault. */
export function writeStarter(root: string, folder: string, pin: Pin): number {
  const contents = starterContents(root, pin);
  contents.set(MANIFEST_PLACE, writeManifest(protectedDigests(contents)));
  madeBeside(folder, (beside) => {
    for (const [name, text] of contents) {
      const file = path.join(beside, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });
  return contents.size;
}

/** Makes a folder under another name first, so that a half-made one is never found where it was asked for. */
function madeBeside(folder: string, make: (beside: string) => void): void {
  const beside = `${folder}.${process.pid}.tmp`;
  try {
    mkdirSync(beside, { recursive: true });
    make(beside);
    if (statSync(folder, { throwIfNoEntry: false })) rmdirSync(folder); // empty, or this throws
    renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
