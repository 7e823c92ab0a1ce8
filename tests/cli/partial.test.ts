import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exerciseOf, gradeInto, root, statusesOf, submissionWith } from './command.ts';

it.each([
  ['01-forward', 'crossEntropy'],
  ['02-backward', 'backward'],
  ['03-train', 'train'],
  ['04-three-layer', 'backward'],
  ['05-tanh', 'tfLoss'],
  ['09-activations', 'collapse'],
  ['10-ports', 'jaxLossAndGrad'],
])('gives %s a part of its points where %s is still to do', async (id, todo) => {
  const solution = readFileSync(path.join(root, 'solutions', `${id}.ts`), 'utf8');
  const folder = submissionWith({ [`${id}.ts`]: withoutBody(solution, todo) });
  const { result, code } = await gradeInto(folder, id);
  const { status, score, maxScore, checks, bonus } = exerciseOf(result, id);
  // Bonus exercises touch neither the status of the whole nor the exit code.
  expect({ status, code }).toEqual({ status: 'failed', code: bonus ? 0 : 1 });
  expect(score).toBeGreaterThan(0);
  expect(score).toBeLessThan(maxScore);
  const said = checks.map(({ message }) => message ?? '').join('\n');
  expect(said).toContain(`${todo} is not written yet: fill in its TODO.`);
});

it('pays for the gradients of 02 that are right though dz2 is not divided, and tells the others to wait for it', async () => {
  const solution = readFileSync(path.join(root, 'solutions', '02-backward.ts'), 'utf8');
  const text = solution
    .replace('return dz2.div(y.length);', 'return dz2;')
    .replace(/const dW2 = (.*);/, 'const dW2 = $1.div(y.length);')
    .replaceAll(".sum('column')", ".mean('column')");
  const { result } = await gradeInto(submissionWith({ '02-backward.ts': text }), '02');
  const { dz2, dW2, db2, dW1, db1 } = statusesOf(exerciseOf(result, '02-backward'));
  expect({ dz2, dW2, db2, dW1, db1 }).toEqual({
    ...{ dz2: 'failed', dW1: 'skipped' },
    ...{ dW2: 'passed', db2: 'passed', db1: 'passed' },
  });
});

/** The text with one exported function as the stub leaves it. */
function withoutBody(text: string, name: string): string {
  const body = new RegExp(
    `(export (?:async )?function ${name}\\b[^]*?\\) *(?::[^]*?)? \\{\\n)[^]*?\\n\\}\\n`,
  );
  const cut = text.replace(body, `$1  throw new Error('TODO: ${name}');\n}\n`);
  if (cut === text) throw new Error(`no function ${name}`);
  return cut;
}
