// The hostile submissions under tests/submissions/hostile, and what tests/submissions/hostile/expected.yaml expects of each.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from '../command.ts';

export const MODES = ['bubblewrap', 'permission'] as const;
export type Mode = (typeof MODES)[number];

/** How often everything is done in a row. */
const ROUNDS = Number(process.env.HANDGRAD_REPEAT ?? 1);
export const rounds = Array.from({ length: ROUNDS }, (_, round) => round + 1);

/** Says how far the repetitions are; nothing where there are none. */
export function tellRound(round: number, graded: string): void {
  if (ROUNDS > 1) process.stdout.write(`round ${round} of ${ROUNDS}: ${graded}\n`);
}

/** What a row says; what it leaves out is usual. */
interface Row {
  /** The numbers of the attacks that it is; none for one beyond the list. */
  attacks: number[];
  score: number;
  /** Of every message together. */
  says?: string;
  /** Of what the submission printed. */
  prints?: string;
  /** The one sandbox that claims to hold it; both where it is left out. */
  only?: Mode;
  /** Whether the command itself grades it, beside an exercise of another one. */
  command?: boolean;
}

export interface Attack {
  name: string;
  attacks: number[];
  modes: readonly Mode[];
  score: number;
  says: RegExp;
  prints: RegExp;
  byCommand: boolean;
  /** The submission's text by file. */
  files: Map<string, string>;
}

/** The exercise that every hostile submission hands in. */
export const EXERCISE = '02-backward';

const FOLDER = path.join(root, 'tests', 'submissions', 'hostile');
const EXPECTED = 'expected.yaml';
const ANYTHING = '';

/** Every attack, in order. Throws where a submission and a row are not there together. */
export function readAttacks(): Attack[] {
  const rows = parse(readFileSync(path.join(FOLDER, EXPECTED), 'utf8')) as Record<string, Row>;
  const handedIn = readdirSync(FOLDER).filter((name) => name !== EXPECTED);
  const alone = [...new Set([...handedIn, ...Object.keys(rows)])].filter(
    (name) => !(name in rows) || !handedIn.includes(name),
  );
  if (alone.length > 0) throw new Error(`only a row or only a submission: ${alone.join(', ')}`);
  return Object.entries(rows).map(([name, row]) => ({
    name,
    attacks: row.attacks,
    modes: row.only ? [row.only] : MODES,
    score: row.score,
    says: new RegExp(row.says ?? ANYTHING),
    prints: new RegExp(row.prints ?? ANYTHING),
    byCommand: row.command ?? false,
    files: filesOf(name),
  }));
}

/** A file is the exercise itself, a folder is a whole submission. */
function filesOf(name: string): Map<string, string> {
  const place = path.join(FOLDER, name);
  if (!statSync(place).isDirectory()) return new Map([[`${EXERCISE}.ts`, readFileSync(place, 'utf8')]]);
  return new Map(readdirSync(place).map((file) => [file, readFileSync(path.join(place, file), 'utf8')]));
}
