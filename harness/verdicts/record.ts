// Verdicts that were right, kept in a small file as they come: hours of them outlive an interruption, and the machine.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ExerciseSpec } from '../course.ts';
import { writeWhole } from '../write.ts';
import { WrongUse } from '../wrongUse.ts';
import { Bundles } from './bundles.ts';
import { fingerprint } from './fingerprint.ts';
import type { Fixture } from './fixtures.ts';
import type { Verdict } from './verdict.ts';
import type { Task } from './workers.ts';

/** First and last of seeds that follow one another. */
type Row = [first: number, last: number];

/** What the file has of a fixture. */
interface Entry {
  /** What the verdicts rest on: a hash. */
  rests: string;
  /** The seeds on which the verdict was right. */
  seeds: Row[];
}

/** What grades: the course's own folder, its exercises, and the name of the sandbox. */
interface Graders {
  root: string;
  exercises: readonly ExerciseSpec[];
  sandbox: string;
}

interface Opened {
  fixtures: readonly Fixture[];
  bundles: Bundles;
  /** By the name of the fixture: what a verdict on it rests on. */
  rests: ReadonlyMap<string, string>;
}

/** So much of the work is lost when it is stopped (ms); each writing looks at all code once more. */
const KEPT_EVERY_MS = 60_000;

/** Right verdicts by what they rest on: one on another text, or by other code, is not found. A wrong one is made again. */
export class VerdictRecord {
  private readonly graders: Graders;
  private readonly bundles: Bundles;
  private readonly file: string;
  private readonly fixtures: ReadonlyMap<string, Fixture>;
  /** By the name of the fixture: what a verdict on it rests on. */
  private readonly rests: ReadonlyMap<string, string>;
  private readonly known: ReadonlyMap<string, Entry>;
  private added: Verdict[] = [];
  private keptAt = performance.now();

  private constructor(graders: Graders, file: string, { fixtures, bundles, rests }: Opened) {
    this.graders = graders;
    this.bundles = bundles;
    this.file = file;
    this.fixtures = new Map(fixtures.map((fixture) => [fixture.name, fixture]));
    this.rests = rests;
    this.known = read(file);
  }

  /** What `file`, which need not exist, holds on these fixtures as they are graded now. Throws WrongUse where it is no record. */
  static async open(graders: Graders, file: string, fixtures: readonly Fixture[]): Promise<VerdictRecord> {
    const bundles = new Bundles(graders.root, graders.exercises);
    const rests = await restsOf(graders, bundles, fixtures);
    return new VerdictRecord(graders, file, { fixtures, bundles, rests });
  }

  recall({ fixture: name, seed }: Task): Verdict | undefined {
    const [fixture, entry] = [this.fixtures.get(name), this.known.get(name)];
    const isKnown =
      entry?.rests === this.rests.get(name) &&
      entry?.seeds.some(([first, last]) => seed >= first && seed <= last);
    return fixture && isKnown ? rightVerdict(fixture, seed) : undefined;
  }

  /** Takes a verdict, and keeps all that were taken when a minute has passed. */
  async add(verdict: Verdict): Promise<void> {
    if (verdict.fault === null) this.added.push(verdict);
    if (performance.now() - this.keptAt > KEPT_EVERY_MS) await this.keep();
  }

  /** Brings the file up to date. Throws WrongUse, and writes nothing, where the code has changed since the record was opened. */
  async keep(): Promise<void> {
    const { added } = this;
    this.added = [];
    this.keptAt = performance.now();
    const now = await restsOf(this.graders, this.bundles, [...this.fixtures.values()]);
    const changed = added.find(({ fixture }) => now.get(fixture) !== this.rests.get(fixture));
    if (changed)
      throw new WrongUse(
        `What grades ${changed.fixture} has changed meanwhile: the last ${added.length} verdicts are not kept, since nobody knows which code made them. Start again.`,
      );
    const entries = read(this.file); // anew: another process may have added to it
    for (const { fixture, seed } of added) {
      const rests = now.get(fixture) ?? '';
      const before = entries.get(fixture);
      const seeds = before?.rests === rests ? before.seeds : [];
      entries.set(fixture, { rests, seeds: withSeed(seeds, seed) });
    }
    const lines = [...entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
    writeWhole(this.file, `{\n${lines.join(',\n')}\n}\n`);
  }
}

/** By the name of each fixture, a hash of what a verdict on it rests on: its text, what this becomes, and all that grades it. */
async function restsOf(
  { root, exercises, sandbox }: Graders,
  bundles: Bundles,
  fixtures: readonly Fixture[],
): Promise<Map<string, string>> {
  const ofExercise = new Map<string, string>();
  for (const exercise of exercises)
    if (fixtures.some((fixture) => fixture.exercise === exercise.id))
      ofExercise.set(exercise.id, await fingerprint(root, exercise, sandbox));
  const bundled = await bundles.of(fixtures);
  return new Map(
    fixtures.map(({ name, exercise, submission }) => [
      name,
      hashed([ofExercise.get(exercise), submission.sha256, bundled.get(name)].join(' ')),
    ]),
  );
}

function read(file: string): Map<string, Entry> {
  if (!existsSync(file)) return new Map();
  const entries = Object.entries(parsed(readFileSync(file, 'utf8')));
  if (!entries.every(([, entry]) => isEntry(entry)))
    throw new WrongUse(`${file} is no record of verdicts: name another file, which need not exist.`);
  return new Map(entries as [string, Entry][]);
}

/** What is no JSON counts as one entry that is none. */
function parsed(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return { text };
  }
}

function isEntry(entry: unknown): entry is Entry {
  const { rests, seeds } = (entry ?? {}) as Partial<Entry>;
  return typeof rests === 'string' && Array.isArray(seeds) && seeds.every((row) => Array.isArray(row));
}

/** What is told of a fixture that was judged right: its path says it. */
function rightVerdict({ name, exercise, kind, misconception }: Fixture, seed: number): Verdict {
  const named = misconception === null ? [] : [misconception];
  return { fixture: name, exercise, kind, seed, caught: kind !== 'odd', named, fault: null };
}

/** The rows of seeds with one more; rows that meet are one. */
function withSeed(rows: readonly Row[], seed: number): Row[] {
  const sorted = [...rows, [seed, seed] as Row].toSorted(([a], [b]) => a - b);
  const joined: Row[] = [];
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
