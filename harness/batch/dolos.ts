// The class's files as Dolos reads them: one folder an exercise, the stubs as templates to ignore.

import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DolosFile } from '../../reports/gradebook/dolos.ts';
import type { ExerciseSpec } from '../course.ts';
import type { Digest, Entry } from '../gradebook.ts';
import type { Submission } from '../submission.ts';
import { writeWhole } from '../write.ts';

/** Answers are alike where they are right; only code is compared. */
const isCode = ({ file }: ExerciseSpec) => file.endsWith('.ts');

/** Puts every exercise that was begun under OUT/dolos, and takes away what an earlier run had put there. */
export function keepForDolos(
  out: string,
  name: string,
  {
    submission,
    digest,
    exercises,
  }: { submission: Submission; digest: Digest; exercises: readonly ExerciseSpec[] },
): void {
  for (const exercise of exercises.filter(isCode)) {
    const graded = digest.exercises.find(({ id }) => id === exercise.id);
    const text = submission.files.get(exercise.file);
    const isBegun = graded !== undefined && graded.status !== 'not-started';
    put(path.join(out, 'dolos', fileOf(exercise.id, name)), isBegun ? (text ?? null) : null);
  }
}

/** Puts what a shard kept of one submission under OUT/dolos, and takes away what it did not keep. */
export function copyForDolos(
  shard: string,
  out: string,
  { name, exercises }: { name: string; exercises: readonly { id: string }[] },
): void {
  for (const { id } of exercises) {
    const kept = path.join(shard, 'dolos', fileOf(id, name));
    put(path.join(out, 'dolos', fileOf(id, name)), existsSync(kept) ? readFileSync(kept, 'utf8') : null);
  }
}

function put(file: string, text: string | null): void {
  if (text === null) rmSync(file, { force: true });
  else writeWhole(file, text);
}

/** The files that are there, by exercise and then in the order of the entries; the stubs are laid beside them. */
export function dolosFiles(
  root: string,
  out: string,
  { exercises, entries }: { exercises: readonly ExerciseSpec[]; entries: readonly Entry[] },
): DolosFile[] {
  const files: DolosFile[] = [];
  for (const exercise of exercises.filter(isCode)) {
    const template = path.join(out, 'dolos', 'template', exercise.file);
    writeWhole(template, readFileSync(path.join(root, 'exercises', exercise.file), 'utf8'));
    for (const entry of entries) {
      if (entry.folder === null) continue;
      const filename = fileOf(exercise.id, path.basename(entry.folder));
      if (!existsSync(path.join(out, 'dolos', filename))) continue;
      const { submittedAt: createdAt, name, id } = entry;
      files.push({ filename, label: exercise.id, createdAt, fullName: name || id });
    }
  }
  return files;
}

function fileOf(exercise: string, name: string): string {
  return `${exercise}/${name}.ts`;
}
