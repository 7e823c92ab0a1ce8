// Verdicts that were right, kept in a small file as they come: hours of them outlive an interruption, and the machine.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ExerciseSpec } from '../course.ts';
import { writeWhole } from '../write.ts';
import { fingerprint } from './fingerprint.ts';
import type { Fixture } from './fixtures.ts';
import type { Verdict } from './verdict.ts';
import type { Task } from './workers.ts';

/** What the file has of a fixture. */
interface Entry {
  /** What the verdicts rest on: a hash. */
  rests: string;
  /** The seeds on which the verdict was right, as first and last of each row of them. */
  seeds: [first: number, last: number][];
}

/** So many verdicts may be lost when it is stopped; each writing costs a few milliseconds. */
const VERDICTS_A_WRITING = 20;

/** Right verdicts by what they rest on: one on another text, or by other code, is not found. A wrong one is made again. */
export class VerdictRecord {
  private readonly file: string;
  private readonly fixtures: ReadonlyMap<string, Fixture>;
  /** By the name of the fixture: what a verdict on it rests on now. */
  private readonly rests: ReadonlyMap<string, string>;
  private readonly entries: Map<string, Entry>;
  private unwritten = 0;

  private constructor(file: string, fixtures: readonly Fixture[], rests: ReadonlyMap<string, string>) {
    this.file = file;
    this.fixtures = new Map(fixtures.map((fixture) => [fixture.name, fixture]));
    this.rests = rests;
    this.entries = new Map(existsSync(file) ? read(file) : []);
  }

  /** What `file`, which need not exist, holds on these fixtures as `exercises` are graded at `root` now. */
  static async open(
    { root, exercises }: { root: string; exercises: readonly ExerciseSpec[] },
    file: string,
    fixtures: readonly Fixture[],
  ): Promise<VerdictRecord> {
    const ofExercise = new Map<string, string>();
    for (const exercise of exercises)
      if (fixtures.some((fixture) => fixture.exercise === exercise.id))
        ofExercise.set(exercise.id, await fingerprint(root, exercise));
    const rests = fixtures.map(
      ({ name, exercise, submission }) =>
        [name, hashed(`${ofExercise.get(exercise)} ${submission.sha256}`)] as const,
    );
    return new VerdictRecord(file, fixtures, new Map(rests));
  }

  recall({ fixture: name, seed }: Task): Verdict | undefined {
    const [fixture, entry] = [this.fixtures.get(name), this.entryOf(name)];
    const isKnown = entry?.seeds.some(([first, last]) => seed >= first && seed <= last);
    return fixture && isKnown ? rightVerdict(fixture, seed) : undefined;
  }

  add({ fixture, seed, fault }: Verdict): void {
    if (fault !== null) return;
    const entry = this.entryOf(fixture) ?? { rests: this.rests.get(fixture) ?? '', seeds: [] };
    this.entries.set(fixture, { ...entry, seeds: withSeed(entry.seeds, seed) });
    if (++this.unwritten >= VERDICTS_A_WRITING) this.write();
  }

  /** Brings the file up to date. */
  write(): void {
    const sorted = [...this.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const lines = sorted.map(([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
    writeWhole(this.file, `{\n${lines.join(',\n')}\n}\n`);
    this.unwritten = 0;
  }

  /** Nothing where the verdicts in the file rest on something else. */
  private entryOf(name: string): Entry | undefined {
    const entry = this.entries.get(name);
    return entry?.rests === this.rests.get(name) ? entry : undefined;
  }
}

function read(file: string): [string, Entry][] {
  try {
    return Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>);
  } catch {
    throw new Error(`${file} is no record of verdicts: name another file, or delete it to begin anew.`);
  }
}

/** What is told of a fixture that was judged right: its path says it. */
function rightVerdict({ name, exercise, kind, misconception }: Fixture, seed: number): Verdict {
  const named = misconception === null ? [] : [misconception];
  return { fixture: name, exercise, kind, seed, caught: kind !== 'odd', named, fault: null };
}

/** The rows of seeds with one more; rows that meet are one. */
function withSeed(rows: Entry['seeds'], seed: number): Entry['seeds'] {
  const sorted = [...rows, [seed, seed] as [number, number]].toSorted(([a], [b]) => a - b);
  const joined: Entry['seeds'] = [];
  for (const [first, last] of sorted) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

/** Long enough that no two are the same by chance, short enough to read past. */
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
