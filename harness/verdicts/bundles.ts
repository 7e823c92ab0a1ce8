// What the bundler makes of fixtures: their verdicts rest on that, and not on how the bundler came to it.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Bundler } from '../bundler.ts';
import type { ExerciseSpec } from '../course.ts';
import { forwardFor } from '../grade/forward.ts';
import type { Fixture } from './fixtures.ts';

/** Bundles of fixtures as hashes, made once by each build of the bundler. */
export class Bundles {
  private readonly file: string;
  private readonly exercises: readonly ExerciseSpec[];
  /** By the build of the bundler, the exercise and the submission. */
  private readonly known = new Map<string, string>();

  constructor(root: string, exercises: readonly ExerciseSpec[]) {
    this.file = path.join(root, 'dist', 'bundler.mjs');
    this.exercises = exercises;
  }

  /** By the name of each fixture, a hash of the code that its exercise and the forward pass beside it become. */
  async of(fixtures: readonly Fixture[]): Promise<Map<string, string>> {
    const built = existsSync(this.file) ? hashOf(readFileSync(this.file)) : '';
    const keyOf = ({ exercise, submission }: Fixture) => `${built} ${exercise} ${submission.sha256}`;
    const unknown = fixtures.filter((fixture) => !this.known.has(keyOf(fixture)));
    if (unknown.length > 0) {
      const bundler = new Bundler(this.file);
      try {
        for (const fixture of unknown) this.known.set(keyOf(fixture), await this.bundled(bundler, fixture));
      } finally {
        bundler.close();
      }
    }
    return new Map(fixtures.map((fixture) => [fixture.name, this.known.get(keyOf(fixture)) ?? '']));
  }

  /** Of what is refused only that it is: how this is worded moves no point. */
  private async bundled(bundler: Bundler, { exercise: id, submission }: Fixture): Promise<string> {
    const own = this.exercises.find((exercise) => exercise.id === id);
    const forward = own && forwardFor({ exercises: this.exercises }, own);
    const codes: string[] = [];
    for (const exercise of [own, forward]) {
      if (!exercise || exercise.file.endsWith('.yaml') || !submission.files.has(exercise.file)) continue;
      const { file: entry, libraries } = exercise;
      const bundling = await bundler.bundle({ submission, entry, libraries });
      codes.push(bundling.ok ? `${bundling.bundle.code}\0${bundling.bundle.map}` : 'refused');
    }
    return hashOf(codes.join('\0'));
  }
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
