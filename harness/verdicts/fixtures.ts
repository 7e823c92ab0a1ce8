// The submissions under tests/submissions, each named for its fault: what it is expected to come to stands in its path.
//
//   02-backward/wrong/batch-mean-missing--inlined.ts   loses points and is named batch-mean-missing, and nothing else
//   02-backward/unnamed/two-mistakes.ts                loses points and is named nothing
//   02-backward/odd/per-example-loop.ts                right, however it looks: every point

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSubmission, type Submission } from '../submission.ts';

export const KINDS = ['wrong', 'unnamed', 'odd'] as const;
export type Kind = (typeof KINDS)[number];

export interface Fixture {
  /** The path below tests/submissions, which says it all. */
  name: string;
  exercise: string;
  kind: Kind;
  /** The one id it has to be named by; null where it must be named nothing. */
  misconception: string | null;
  submission: Submission;
}

/** Every fixture of the course at `root`, in order. */
export function readFixtures(root: string): Fixture[] {
  const folder = path.join(root, 'tests', 'submissions');
  return readdirSync(folder)
    .filter((name) => /^\d\d-/.test(name))
    .toSorted()
    .flatMap((exercise) => KINDS.flatMap((kind) => fixturesOf(folder, exercise, kind)));
}

/** Those that have one of `names` in their path; all of them where there are no names. */
export function fixturesNamed(root: string, names: readonly string[]): Fixture[] {
  const all = readFixtures(root);
  return all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
}

function fixturesOf(folder: string, exercise: string, kind: Kind): Fixture[] {
  const place = path.join(folder, exercise, kind);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const stem = entry.name.replace(/\.(ts|yaml)$/, '');
      const file = path.join(place, entry.name);
      return {
        name: `${exercise}/${kind}/${stem}`,
        exercise,
        kind,
        misconception: kind === 'wrong' ? (stem.split('--')[0] ?? stem) : null,
        submission: entry.isDirectory()
          ? readSubmission(file)
          : ofOneFile(`${exercise}${path.extname(entry.name)}`, readFileSync(file, 'utf8')),
      };
    });
}

/** A submission that consists of one exercise. */
function ofOneFile(name: string, text: string): Submission {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    id: path.parse(name).name,
    sha256,
    files: new Map([[name, text]]),
    refused: new Map(),
    problem: null,
  };
}
