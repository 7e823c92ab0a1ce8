// Verdicts kept in a file as they come, so that hours of them outlive an interruption.

import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { ExerciseSpec } from '../course.ts';
import { fingerprint } from './fingerprint.ts';
import type { Fixture } from './fixtures.ts';
import type { Verdict } from './verdict.ts';
import type { Task } from './workers.ts';

/** One line of the file. */
interface Line {
  /** What was graded, and by what: a hash. */
  key: string;
  verdict: Verdict;
}

/** Verdicts by what they rest on: one on another text, or by other code, is not found. */
export class VerdictRecord {
  private readonly file: string;
  private readonly known: Map<string, Verdict>;
  /** By the name of the fixture. */
  private readonly prints: ReadonlyMap<string, string>;

  private constructor(file: string, prints: ReadonlyMap<string, string>) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    this.file = file;
    this.prints = prints;
    this.known = new Map(lines.flatMap(read).map(({ key, verdict }) => [key, verdict]));
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
    const prints = fixtures.map(
      ({ name, exercise, submission }) => [name, `${ofExercise.get(exercise)} ${submission.sha256}`] as const,
    );
    return new VerdictRecord(file, new Map(prints));
  }

  recall(task: Task): Verdict | undefined {
    return this.known.get(this.keyOf(task));
  }

  add(verdict: Verdict): void {
    const line: Line = { key: this.keyOf(verdict), verdict };
    this.known.set(line.key, verdict);
    // The break comes first: the line before may have been cut off.
    appendFileSync(this.file, `\n${JSON.stringify(line)}`);
  }

  private keyOf({ fixture, seed }: Task): string {
    const rests = `${this.prints.get(fixture)} ${fixture} ${seed}`;
    return createHash('sha256').update(rests).digest('hex');
  }
}

/** Nothing of a line that was cut off. */
function read(line: string): Line[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}
