// A result is handed on: neither compiler nor a student's stack tell in it where this project lies.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exerciseOf, gradeInto, root, temporaryFolder } from './command.ts';

it('a type of a library is told by its package, and not by this machine', async () => {
  const { text, diagnostics } = await gradedBy(
    "import * as tf from '@tensorflow/tfjs';\nexport const tfLoss = tf.matmul([[1]], [[2]]);\n",
  );
  expect(diagnostics.join()).toMatch(/Type error: .*import\("node_modules\/@tensorflow/);
  expect(text).not.toContain(JSON.stringify(root).slice(1, -1));
});

it('a stack through a library is told as from a sandbox with folders of its own', async () => {
  const { text, output } = await gradedBy(
    `import * as tf from '@tensorflow/tfjs';
try { tf.tensor1d([[1]] as never); } catch (error) { console.log((error as Error).stack); }
export const tfLoss = 1;\n`,
    ...['--sandbox', 'permission'],
  );
  expect(output).toContain('/job/child-tfjs.cjs');
  expect(text).not.toContain(JSON.stringify(root).slice(1, -1));
});

/** What grading 05-tanh with this text comes to: the file that is handed on, and what it says. */
async function gradedBy(
  code: string,
  ...words: string[]
): Promise<{ text: string; output: string; diagnostics: string[] }> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, '05-tanh.ts'), code);
  const { result, out } = await gradeInto(folder, '05', ...words);
  const { output, diagnostics } = exerciseOf(result, '05-tanh');
  const text = readFileSync(path.join(out, 'result.json'), 'utf8');
  return { text, output, diagnostics: diagnostics.map(({ message }) => message) };
}
