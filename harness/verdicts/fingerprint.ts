// What the verdicts on an exercise rest on, in one hash: as long as it stays, a verdict stands.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** What grading reads beside its own code; the lock file stands for all packages. */
const READ = [
  'package-lock.json',
  'course.yaml',
  'graders/rubric.yaml',
  'graders/questions.yaml',
  'reference/curves/curves.json',
  'dist/bundler.mjs',
  'dist/child.cjs',
  'dist/child-tfjs.cjs',
  'dist/child-jax.cjs',
];

/** A hash of an exercise's grader with what it uses, of the harness, of the packages and of Node itself. */
export async function fingerprint(root: string, exercise: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`);
  for (const entry of [`graders/${exercise}.grade.ts`, 'harness/verdicts/verdict.ts'])
    hash.update(await codeBehind(root, entry));
  for (const file of READ.map((name) => path.join(root, name)))
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
