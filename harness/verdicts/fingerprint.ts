// What the verdicts on an exercise rest on, in one hash: as long as it stays, a verdict stands.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rolldown } from 'rolldown';
import type { ExerciseSpec } from '../course.ts';
import { readStubs } from '../grade/notStarted.ts';

/** Where code begins that grades any exercise: what a grader is made of, and what is done with it. */
const ENTRIES = ['harness/cli/open.ts', 'harness/verdicts/verdict.ts'];
/** What every grading reads beside its own code and the course; the lock file stands for all packages. */
const READ = ['package-lock.json', 'dist/child.cjs'];
/** Data of some graders: of those whose code has the file's name in it. */
const DATA = ['graders/questions.yaml', 'reference/curves/curves.json'];
/** What of an exercise is there to be read by people alone. */
const WORDS = new Set(['title', 'hint']);
/** What is loaded beside the student's process for a library that the exercise may import. */
const COMPANIONS: Record<string, string> = {
  '@tensorflow/tfjs': 'dist/child-tfjs.cjs',
  '@jax-js/jax': 'dist/child-jax.cjs',
};
/** Packages that bring another device for the reference where they are installed; the lock file does not tell whether they are. */
const DEVICES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', 'webgpu'];

/**
 * A hash of an exercise's checks and limits without their wording, its stub, its grader with what that uses, the harness, the
 * packages, the machine's kind, the sandbox (its name) and Node itself. What the bundler makes of a fixture comes beside it.
 */
export async function fingerprint(root: string, exercise: ExerciseSpec, sandbox: string): Promise<string> {
  const hash = createHash('sha256').update(
    `${process.version} ${process.platform} ${process.arch} ${sandbox}`,
  );
  hash.update(DEVICES.map((name) => String(isInstalled(root, name))).join());
  hash.update(JSON.stringify(exercise, (key, value: unknown) => (WORDS.has(key) ? undefined : value)));
  hash.update(String(readStubs(root)[exercise.file]));
  const entries = [`graders/${exercise.id}.grade.ts`, ...ENTRIES];
  const code = (await Promise.all(entries.map((entry) => codeBehind(root, entry)))).join('\n');
  hash.update(code);
  const data = DATA.filter((name) => code.includes(path.basename(name)));
  const companions = exercise.libraries.flatMap((name) => COMPANIONS[name] ?? []);
  for (const name of [...READ, ...data, ...companions, ...referenceIn(root)]) {
    const file = path.join(root, name);
    hash.update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex');
}

/** TensorFlow.js as the reference loads it. */
function referenceIn(root: string): string[] {
  const built = path.join(root, 'dist');
  const names = existsSync(built) ? readdirSync(built) : [];
  return names
    .filter((name) => name.startsWith('tfjs'))
    .toSorted()
    .map((name) => `dist/${name}`);
}

function isInstalled(root: string, name: string): boolean {
  try {
    return createRequire(path.join(root, 'package.json')).resolve(name) !== '';
  } catch {
    return false;
  }
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
