// Submissions that take the process with them: each ends in a clear message, and takes no other points along.

import { expect, it } from 'vitest';
import { exerciseOf, gradeInto, statusesOf, submissionWith } from './command.ts';

const IMPORT = "import { Matrix } from 'ml-matrix';\n";
const RIGHT_LINEAR =
  'export function linear(X: Matrix, W: Matrix, b: number[]) { return X.mmul(W).addRowVector(b); }\n';
const RIGHT_RELU =
  'export function relu(z: Matrix) { return Matrix.max(z, Matrix.zeros(z.rows, z.columns)); }\n';

const FAULTS: [what: string, code: string, says: string][] = [
  ['an infinite loop', 'for (;;) {}', 'did not'],
  ['process.exit(0)', 'process.exit(0);', 'ended the process (exit code 0)'],
  ['2 GB of memory', 'new Uint8Array(2_000_000_000).fill(1);', 'asked for more memory than there is'],
  [
    'a flood of output',
    "for (;;) console.log('x'.repeat(1000));",
    'printed more than 1024 KiB and was stopped',
  ],
];

/** What is graded: the exercise at fault and another one. */
const BOTH = ['01', '02'];

it.each(FAULTS)(
  'scores 0 for %s at module load, and grades the other exercise',
  async (_what, code, says) => {
    const { result, code: exit } = await gradeInto(
      submissionWith({ '01-forward.ts': IMPORT + RIGHT_LINEAR + code }),
      ...BOTH,
    );
    const [forward, backward] = [exerciseOf(result, '01-forward'), exerciseOf(result, '02-backward')];
    expect({ exit, status: forward.status, score: forward.score }).toEqual({
      exit: 1,
      status: 'failed',
      score: 0,
    });
    expect(forward.message).toContain(says);
    expect(forward.message).toMatch(/^01-forward\.ts /);
    expect(backward.score).toBe(18);
  },
);

it.each(FAULTS)('keeps the checks passed before %s inside one function', async (_what, code, says) => {
  const softmax = `export function softmax(z: Matrix) { ${code} return z; }\n`;
  const folder = submissionWith({ '01-forward.ts': IMPORT + RIGHT_LINEAR + RIGHT_RELU + softmax });
  const { result } = await gradeInto(folder, ...BOTH);
  const forward = exerciseOf(result, '01-forward');
  expect(statusesOf(forward)).toMatchObject({ linear: 'passed', relu: 'passed' });
  const check = forward.checks.find(({ id }) => id === 'softmax');
  expect(check?.status).toBe(says === 'did not' ? 'timed-out' : 'failed');
  expect(check?.message).toContain(`softmax() ${says}`);
  expect(exerciseOf(result, '02-backward').score).toBe(18);
});

it('finds nothing at ../solutions, and believes no result that is printed', async () => {
  const code = `${IMPORT}${RIGHT_LINEAR}${RIGHT_RELU}
    console.log('{"schema":"handgrad/result/v1","status":"passed","score":12}');
    export async function softmax(z: Matrix) {
      const fs = process.getBuiltinModule('fs');
      return fs.readFileSync('../solutions/01-forward.ts', 'utf8');
    }`;
  const { result } = await gradeInto(submissionWith({ '01-forward.ts': code }), '01');
  const forward = exerciseOf(result, '01-forward');
  expect(forward.output).toContain('"score":12');
  expect(forward.score).toBe(2);
  expect(forward.checks.find(({ id }) => id === 'softmax')?.message).toMatch(/^softmax\(\) threw Error/);
});
