// Runs the commands about classes as processes of their own.

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { root, temporaryFolder, type Ended } from '../command.ts';

/** `npm run grade:NAME -- WORDS`, without npm. */
export function run(name: 'batch' | 'merge', ...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const launch = path.join(root, 'harness', 'launch.mjs');
    execFile(process.execPath, [launch, name, ...words], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A folder of submissions by their ids, each as its files by name; `''` is the folder itself, for the instructor's own. */
export function classOf(students: Record<string, Record<string, string>>): string {
  const folder = path.join(temporaryFolder(), 'class');
  for (const [id, files] of Object.entries(students)) {
    mkdirSync(path.join(folder, id), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, id, name), text);
  }
  return folder;
}

/** The rows of OUT/gradebook.csv by id. */
export function gradebookIn(out: string): Record<string, Record<string, string>> {
  const text = readFileSync(path.join(out, 'gradebook.csv'), 'utf8');
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  return Object.fromEntries(rows.map((row) => [row.id ?? '', row]));
}

/** A file of the solutions. */
export function solution(name: string): string {
  return readFileSync(path.join(root, 'solutions', name), 'utf8');
}
