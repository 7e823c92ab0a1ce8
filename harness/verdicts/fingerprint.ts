// What the verdicts on an exercise rest on, in one hash: as long as it stays, a verdict stands.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import type { ExerciseSpec } from '../course.ts';

/** What grading reads beside its own code and the course; the lock file stands for all packages. */
const READ = [
  'package-lock.json',
  'graders/questions.yaml',
  'reference/curves/curves.json',
  'dist/bundler.mjs',
  'dist/child.cjs',
];
/** What is loaded beside the student's process for a library that the exercise may import. */
const COMPANIONS: Record<string, string> = {
  '@tensorflow/tfjs': 'dist/child-tfjs.cjs',
  '@jax-js/jax': 'dist/child-jax.cjs',
};

/** A hash of an exercise's checks and limits, its grader with what that uses, the harness, the packages and Node itself. */
export async function fingerprint(root: string, exercise: ExerciseSpec): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`);
  hash.update(JSON.stringify(exercise));
  for (const entry of [`graders/${exercise.id}.grade.ts`, 'harness/verdicts/verdict.ts'])
    hash.update(await codeBehind(root, entry));
  const companions = exercise.libraries.flatMap((name) => COMPANIONS[name] ?? []);
  for (const file of [...READ, ...companions].map((name) => path.join(root, name)))
    hash.update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

/** The code of a file and of all it imports: neither a comment nor a function that nobody calls changes it. */
async function codeBehind(root: string, entry: string): Promise<string> {
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    external: /^[^./]/, // packages
    onLog: () => {},
  });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}
