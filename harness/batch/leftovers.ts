// What an earlier run wrote into OUT about submissions that have no reports in this one: they could be taken for today's.

import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Entry } from '../gradebook.ts';
import { foldedId } from './foldedId.ts';

/** What a batch writes about one submission; a run that was killed leaves the last half written. */
const WRITTEN = /^(result\.json|index\.html|.+\.tmp)$/;

/** Where Dolos finds the stubs. */
const TEMPLATE = 'template';

/** Takes away reports and files for Dolos of all but these entries; what else lies there is somebody's, and stays. */
export function removeLeftovers(out: string, entries: readonly Entry[]): void {
  const own = new Set(
    entries.flatMap(({ folder }) => (folder === null ? [] : foldedId(path.basename(folder)))),
  );
  const isOwn = (name: string) => own.has(foldedId(name));
  const [reports, dolos] = [path.join(out, 'submissions'), path.join(out, 'dolos')];
  for (const name of foldersIn(reports))
    if (!isOwn(name)) clear(path.join(reports, name), (file) => WRITTEN.test(file));
  for (const exercise of foldersIn(dolos).filter((name) => name !== TEMPLATE))
    clear(path.join(dolos, exercise), (file) => file.endsWith('.ts') && !isOwn(file.slice(0, -'.ts'.length)));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  return found.map(({ name }) => name);
}

/** Removes the files of these names, and the folder where nothing is left in it. */
function clear(folder: string, isLeftOver: (file: string) => boolean): void {
  const files = readdirSync(folder);
  for (const file of files.filter(isLeftOver)) rmSync(path.join(folder, file), { force: true });
  if (files.every(isLeftOver)) rmdirSync(folder);
}
