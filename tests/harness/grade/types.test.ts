import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../../harness/course.ts';
import { filesReached } from '../../../harness/bundle/reach.ts';
import { typeErrors } from '../../../harness/grade/types.ts';
import type { Diagnostic } from '../../../harness/result.ts';
import { readSubmission, type Submission } from '../../../harness/submission.ts';
import { addFile, folderOf, handIn } from '../folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { exercises } = readCourse(root);

const WRONG = "const a: number = 'b';\nexport { a };";
const TOLD = "01-forward.ts:1:7: Type error: Type 'string' is not assignable to type 'number'.";

describe('type errors', () => {
  it('are told with their place, as warnings', async () => {
    const found = await foundIn(await handIn({ '01-forward.ts': WRONG }));
    expect(found).toEqual([
      {
        file: '01-forward.ts',
        line: 1,
        column: 7,
        message: "Type error: Type 'string' is not assignable to type 'number'.",
        severity: 'warning',
      },
    ]);
  });

  it.each(['solutions', 'exercises'])('are none in %s, all of which are looked at', async (folder) => {
    const submission = readSubmission(join(root, folder));
    const code = exercises.filter(({ file }) => file.endsWith('.ts'));
    const typed = code.flatMap((exercise) => {
      const files = filesReached(submission, exercise.file, exercise.libraries);
      return files === null ? [] : [{ exercise, files }];
    });
    expect(typed).toHaveLength(code.length);
    expect([...(await typeErrors(root, submission, typed))]).toEqual(code.map(({ id }) => [id, []]));
  });

  it('are told of one exercise though the file of another reaches for other libraries, or anywhere', async () => {
    const files = {
      '01-forward.ts': WRONG,
      '05-tanh.ts': "import * as tf from '@tensorflow/tfjs';\nexport const a = tf.zeros([1]);",
      '06-mnist.ts': "import type { T } from '/etc/passwd';\nexport const a: T = 1;",
    };
    expect(await told(await handIn(files))).toEqual([TOLD]);
    expect(await told(await handIn(files), '06-mnist')).toEqual([]);
  });

  it('are none where a file that is imported by type alone leaves the submission', async () => {
    const files = {
      '01-forward.ts': `import type { T } from './b.ts';\n${WRONG}`,
      'b.ts': "export type { T } from '../c.ts';",
    };
    expect(await told(await handIn(files))).toEqual([]);
  });

  it('are none where a file that is imported by type alone names a file in back quotes', async () => {
    const files = {
      '01-forward.ts': `import type { leak } from './b.ts';\n${WRONG}`,
      'b.ts': 'export const leak = () => import(`/etc/passwd`);',
    };
    expect(await told(await handIn(files))).toEqual([]);
  });

  it('are told of each exercise apart', async () => {
    const submission = await handIn({
      '01-forward.ts': WRONG,
      '02-backward.ts': "export * from './01-forward.ts';",
    });
    expect(await told(submission, '02-backward')).toEqual([]);
    expect(await told(submission)).toEqual([TOLD]);
  });

  it('are told at most ten times', async () => {
    const lines = Array.from({ length: 15 }, (_, index) => `export const a${index}: number = 'b';`);
    expect(await told(await handIn({ '01-forward.ts': lines.join('\n') }))).toHaveLength(10);
  });

  it.each([
    [
      'a library of the exercise',
      "import { Matrix } from 'ml-matrix';\nexport const a: number = Matrix.zeros(1, 1).rows;",
    ],
    [
      'files with and without an ending',
      "import { b } from './b';\nimport { b as c } from './b.ts';\nexport const a = b + c;",
    ],
    ['JSON', "import d from './d.json';\nexport const a: number = d.lr;"],
    ['what Node has', 'export const a = setTimeout(() => console.log(process.argv), 1);'],
  ])('are none for the use of %s', async (_, code) => {
    const files = { '01-forward.ts': code, 'b.ts': 'export const b = 1;', 'd.json': '{ "lr": 1 }' };
    expect(await told(await handIn(files))).toEqual([]);
  });

  it('are the same whatever configuration the submission brings', async () => {
    const lax = { strict: false, noCheck: true, types: [] };
    const files = {
      '01-forward.ts': WRONG,
      'tsconfig.json': JSON.stringify({ compilerOptions: lax, files: [] }),
      'package.json': JSON.stringify({ type: 'commonjs' }),
    };
    expect(await told(await handIn(files))).toEqual([TOLD]);
  });

  it.each<[string, (outside: string) => string]>([
    ['by its path', (outside) => `import type { secret } from '${outside}';`],
    ['by its path with an ending', (outside) => `import type { secret } from '${outside}.ts';`],
    ['by a path that goes up', (outside) => `import type { secret } from '../../..${outside}';`],
    [
      'by a path that goes down and up',
      (outside) => `import type { secret } from './a/../../../..${outside}';`,
    ],
    [
      'by a path with escapes',
      (outside) => `import type { secret } from '.\\x2f..\\x2f..\\x2f..${outside}';`,
    ],
    ['after a comment', (outside) => `import type { secret } from /* a */ '${outside}';`],
    ['as a type', (outside) => `declare const secret: typeof import('${outside}').secret;`],
    ['through the package of a folder', () => "import type { secret } from './sub';"],
  ])('tell nothing of a file outside the submission, named %s', async (_, named) => {
    const folder = await folderOf({});
    const outside = join(dirname(folder), 'secret');
    await addFile(dirname(folder), 'secret.ts', "export declare const secret: 'open sesame';");
    await addFile(folder, 'sub/package.json', JSON.stringify({ types: `../../../..${outside}.ts` }));
    const code = `${named(outside)}\nexport const a: 1 = null as unknown as typeof secret;`;
    await addFile(folder, '01-forward.ts', code);
    expect((await told(readSubmission(folder))).join()).not.toContain('open sesame');
  });

  it('tell whether a file outside the submission is there as little', async () => {
    const folder = await folderOf({});
    await addFile(dirname(folder), 'there.ts', 'export type T = 1;');
    const code = (name: string) =>
      `import type { T } from '${join(dirname(folder), name)}';\nexport const a: T = 1;`;
    const answers: string[] = [];
    for (const name of ['there', 'where']) {
      await addFile(folder, '01-forward.ts', code(name));
      answers.push((await told(readSubmission(folder))).join().replaceAll('there', 'where'));
    }
    expect(answers[0]).toBe(answers[1]);
  });
});

/** Type errors as grading has them: none where an import leaves the submission. */
async function foundIn(submission: Submission, exercise = '01-forward'): Promise<Diagnostic[]> {
  const spec = exercises.find(({ id }) => id === exercise);
  if (!spec) throw new Error(`no exercise ${exercise}`);
  const files = filesReached(submission, spec.file, spec.libraries);
  const found = await typeErrors(root, submission, files === null ? [] : [{ exercise: spec, files }]);
  return found.get(exercise) ?? [];
}

/** The type errors of one exercise, as `file:line:column: message`. */
async function told(submission: Submission, exercise = '01-forward'): Promise<string[]> {
  const found = await foundIn(submission, exercise);
  return found.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
