// `npm run sandbox`: what keeps a student's code in on this machine, what does not, and what to do about it.

import { styleText } from 'node:util';
import { readCourse } from '../course.ts';
import { sandboxState, type Barrier, type SandboxState } from '../sandbox/barriers.ts';
import { inColourOn } from './colour.ts';
import type { ExitCode } from './main.ts';
import { sandboxFiles } from './open.ts';
import { wrap } from './paragraph.ts';
import { Progress } from './progress.ts';
import { readWords } from './usage.ts';

const OPTIONS = { json: { type: 'boolean', default: false } } as const;

const NAME = 12; // columns
const INDENT = 3 + NAME; // columns

/** Lists the barriers; --json prints their states and nothing else. */
export async function sandboxCommand(words: string[], root: string): Promise<ExitCode> {
  const { values } = readWords(words, OPTIONS);
  const progress = new Progress();
  progress.step('trying the sandbox');
  const state = await sandboxState(sandboxFiles(root), readCourse(root).limits);
  progress.end();
  if (values.json) process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
  else process.stdout.write(listed(state, inColourOn(process.stdout)));
  return 0;
}

/** The list in 80 columns. */
export function listed({ auto, detail, barriers }: SandboxState, inColour: boolean): string {
  const lines = barriers.flatMap((barrier) => linesOf(barrier, inColour));
  const verdict =
    detail === '' ? "This holds against attackers, as far as the grader's docs/security.md says." : detail;
  const end = [` what --sandbox auto takes here: ${auto}`, ...wrap(verdict, 1)];
  return `\n${[...lines, '', ...end].join('\n')}\n\n`;
}

function linesOf({ name, holds, detail, remedy }: Barrier, inColour: boolean): string[] {
  const head = `   ${name.padEnd(NAME)}${holds ? 'holds' : 'does not hold'}`;
  const add = remedy === null ? [] : [`${' '.repeat(INDENT)}${remedy}`]; // a command stays whole, to be copied
  return [inColour ? styleText(holds ? 'green' : 'yellow', head) : head, ...wrap(detail, INDENT), ...add];
}
